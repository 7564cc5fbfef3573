import type { Constant } from '../constant/constant';
import { type External, readTensor } from '../constant/read-tensor';
import type { AttributeProto, NodeProto } from '../file/model';

/** The attributes of a node, each checked to be of the type that is asked for; what nobody asks for is refused. */
export type Attributes = {
  readonly int: <T>(name: string, otherwise: T) => number | T;
  readonly float: <T>(name: string, otherwise: T) => number | T;
  readonly ints: <T>(name: string, otherwise: T) => readonly number[] | T;
  readonly floats: <T>(name: string, otherwise: T) => readonly number[] | T;
  readonly string: <T>(name: string, otherwise: T) => string | T;
  readonly tensor: (name: string) => Constant | undefined;
  /** Names that nothing has asked for. */
  readonly unread: () => readonly string[];
};

/** AttributeProto.AttributeType */
const types = { FLOAT: 1, INT: 2, STRING: 3, TENSOR: 4, FLOATS: 6, INTS: 7 };

export function attributesOf(
  { attribute }: NodeProto,
  where: string,
  refuse: (message: string) => never,
  external: External | undefined,
): Attributes {
  const byName = new Map<string, AttributeProto>(attribute.map((one) => [one.name ?? '', one]));
  const read = new Set<string>();
  function value<V, T>(
    name: string,
    type: keyof typeof types,
    of: (one: AttributeProto) => V,
    otherwise: T,
  ): V | T {
    read.add(name);
    const one = byName.get(name);
    if (!one) return otherwise;
    if (one.type !== undefined && one.type !== types[type]) {
      refuse(`expected attribute "${name}" of type ${type}, got type ${one.type}`);
    }
    return of(one);
  }
  return {
    // a zero may be left out of the file
    int: (name, otherwise) => value(name, 'INT', ({ i }) => i ?? 0, otherwise),
    float: (name, otherwise) => value(name, 'FLOAT', ({ f }) => f ?? 0, otherwise),
    ints: (name, otherwise) => value(name, 'INTS', ({ ints }) => ints, otherwise),
    floats: (name, otherwise) => value(name, 'FLOATS', ({ floats }) => floats, otherwise),
    string: (name, otherwise) =>
      value(name, 'STRING', ({ s }) => new TextDecoder().decode(s ?? new Uint8Array()), otherwise),
    tensor: (name) =>
      value(name, 'TENSOR', ({ t }) => t && readTensor(`${where}, "${name}"`, t, external), undefined),
    unread: () => [...byName.keys()].filter((name) => !read.has(name)),
  };
}
