import type { FormChoice } from './form';
import type { Attribute, Constant, DType, Graph, GraphNode, TensorData, Value } from './graph';

const arrays = { float32: Float32Array, int32: Int32Array, bool: Uint8Array } as const;

type Attributes = GraphNode['attributes'];

/** A tensor of the graph to be given out, as `as`. */
export type Output = Value & { readonly as: string };

/** A graph in the making. The same node or constant asked for twice is there once, so `|W|` is computed once. */
export type Builder = {
  /** Adds a node and gives the names of its outputs. */
  readonly node: (
    op: string,
    inputs: readonly string[],
    attributes?: Attributes,
    outputs?: number,
  ) => string[];
  /** Adds a node with one output. */
  readonly one: (op: string, inputs: readonly string[], attributes?: Attributes) => string;
  readonly constant: (dtype: DType, shape: readonly number[], data: TensorData) => string;
  /** A constant of rank 0. Numbers that differ in sign alone (0, -0) are two. */
  readonly scalar: (value: number, dtype?: Exclude<DType, 'int64'>) => string;
  /** A list of whole numbers, as shapes, axes and paddings are given. */
  readonly int64: (values: readonly number[]) => string;
  /** The number that a name stands for, if it is a constant of one element. */
  readonly numberOf: (name: string) => number | undefined;
  /** Which of its forms a kernel is to take, if it is not the first. */
  readonly form: FormChoice;
  /** The graph of what the outputs need, each under a name of its own. */
  readonly finish: (inputs: readonly Value[], outputs: readonly Output[]) => Graph;
};

const keyOf = (attributes: Attributes): string =>
  JSON.stringify(attributes, (_, value: Attribute) => (Object.is(value, -0) ? '-0' : value));

export function createBuilder(form: FormChoice = () => undefined): Builder {
  const nodes: GraphNode[] = [];
  const constants = new Map<string, Constant>();
  const known = new Map<string, string[]>();
  const numbers = new Map<string, number>();
  let count = 0;

  const node: Builder['node'] = (op, inputs, attributes = {}, outputs = 1) => {
    const key = `${op}(${inputs})${outputs}${keyOf(attributes)}`;
    let names = known.get(key);
    if (!names) {
      names = Array.from({ length: outputs }, () => `_v${count++}`);
      nodes.push({ op, inputs, outputs: names, attributes });
      known.set(key, names);
    }
    return names;
  };

  const constant: Builder['constant'] = (dtype, shape, data) => {
    // large ones are not looked up: their text would cost more than it saves
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    const key = data.length > 64 ? `c${count}` : `${dtype}[${shape}]${bytes}`;
    const same = constants.get(key);
    if (same) return same.name;
    const name = `_c${count++}`;
    constants.set(key, { name, dtype, shape, data });
    if (data.length === 1) numbers.set(name, Number(data[0]));
    return name;
  };

  const finish: Builder['finish'] = (inputs, outputs) => {
    const names = new Map<string, string>();
    for (const { name, as } of outputs) {
      const computed = !names.has(name) && nodes.some((candidate) => candidate.outputs.includes(name));
      names.set(computed ? name : node('Identity', [name], { of: as })[0]!, as);
    }
    const renamed = (name: string): string => names.get(name) ?? name;
    const needed = new Set(names.keys());
    const kept: GraphNode[] = [];
    for (const candidate of nodes.toReversed()) {
      if (!candidate.outputs.some((name) => needed.has(name))) continue;
      for (const name of candidate.inputs) needed.add(name);
      const { op } = candidate;
      kept.push({
        op,
        inputs: candidate.inputs.map(renamed),
        outputs: candidate.outputs.map(renamed),
        attributes: op === 'Identity' ? {} : candidate.attributes,
      });
    }
    return {
      inputs,
      outputs: outputs.map(({ as, dtype, shape }) => ({ name: as, dtype, shape })),
      nodes: kept.reverse(),
      constants: [...constants.values()].filter(({ name }) => needed.has(name)),
    };
  };

  return {
    node,
    one: (op, inputs, attributes) => node(op, inputs, attributes)[0]!,
    constant,
    scalar: (value, dtype = 'float32') => constant(dtype, [], arrays[dtype].of(value)),
    numberOf: (name) => numbers.get(name),
    int64: (values) => constant('int64', [values.length], BigInt64Array.from(values, BigInt)),
    form,
    finish,
  };
}
