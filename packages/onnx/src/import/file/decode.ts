import { fail } from '@ibp/core';
import protobuf from 'protobufjs/light.js';
import { ModelProto } from '../../proto/descriptor';
import { importLimits } from './limits';
import type { Model } from './model';

/** How many more objects and numbers a file may become. */
type Budget = { entries: number; numbers: number };

/** Bits of a varint or of fixed size, or a length and as many bytes. */
const wireTypes: { readonly [type: string]: number } = {
  ...{ int32: 0, int64: 0, uint64: 0, double: 1, float: 5, string: 2, bytes: 2 },
};

/** A number, or a Long where that package is installed. */
type Whole = number | { toNumber(): number };

/** Beyond 2^53 a number is no index: it becomes infinite, which means "to the end" where a slice has it. */
const whole = (value: Whole): number => {
  const n = typeof value === 'number' ? value : value.toNumber();
  return Number.isSafeInteger(n) ? n : n * Number.POSITIVE_INFINITY;
};

const scalars: { readonly [type: string]: (reader: protobuf.Reader) => unknown } = {
  int32: (reader) => reader.int32(),
  int64: (reader) => whole(reader.int64() as unknown as Whole),
  uint64: (reader) => whole(reader.uint64() as unknown as Whole),
  float: (reader) => reader.float(),
  double: (reader) => reader.double(),
  string: (reader) => reader.string(),
  bytes: (reader) => reader.bytes(),
};

/** What is said of one field of a message. */
type Plan = {
  readonly name: string;
  readonly repeated: boolean;
  readonly wire: number;
  readonly kind: keyof Budget;
  readonly read: (reader: protobuf.Reader, budget: Budget) => unknown;
};

type Plans = { readonly fields: ReadonlyMap<number, Plan>; readonly lists: readonly string[] };

const known = new Map<protobuf.Type, Plans>();
const none: readonly never[] = Object.freeze([]);

/** How the fields of a message are read, by the reflection of its type. */
function plansOf(type: protobuf.Type): Plans {
  const last = known.get(type);
  if (last) return last;
  const fields = new Map(type.fieldsArray.map((field) => [field.id, planOf(field.resolve())]));
  const lists = [...fields.values()].filter(({ repeated }) => repeated).map(({ name }) => name);
  const plans = { fields, lists };
  known.set(type, plans);
  return plans;
}

function planOf({ name, type, repeated, resolvedType }: protobuf.Field): Plan {
  const wire = resolvedType ? 2 : wireTypes[type]!;
  const read: Plan['read'] = resolvedType
    ? (reader, budget) => decodeMessage(resolvedType as protobuf.Type, reader, endOf(reader), budget)
    : scalars[type]!;
  return { name, repeated, wire, kind: wire === 2 ? 'entries' : 'numbers', read };
}

/**
 * Reads a message as `Type.decode` does, but refuses one that would take many times the memory of its bytes: lists of
 * empty messages.
 */
function decodeMessage(type: protobuf.Type, reader: protobuf.Reader, end: number, budget: Budget): object {
  const { fields, lists } = plansOf(type);
  const message: { [name: string]: unknown } = {};
  for (const name of lists) message[name] = none;
  while (reader.pos < end) {
    const tag = reader.uint32();
    const plan = fields.get(tag >>> 3);
    if (plan) readField(message, plan, tag & 7, reader, budget);
    else reader.skipType(tag & 7, 0, tag >>> 3);
    if (reader.pos > end) throw new Error(`a field of ${type.name} that ends after it`);
  }
  return message;
}

function readField(
  message: { [name: string]: unknown },
  { name, repeated, wire: expected, kind, read }: Plan,
  wire: number,
  reader: protobuf.Reader,
  budget: Budget,
): void {
  const one = (): unknown => {
    if (--budget[kind] < 0) throw new Error(`at most ${importLimits[kind]} ${kind}, got more`);
    return read(reader, budget);
  };
  const packed = wire === 2 && expected !== 2 && repeated;
  if (wire !== expected && !packed) throw new Error(`wire type ${expected} of "${name}", got ${wire}`);
  if (!repeated) {
    message[name] = one();
    return;
  }
  if (message[name] === none) message[name] = [];
  const list = message[name] as unknown[];
  const end = packed ? endOf(reader) : reader.pos + 1;
  while (reader.pos < end) list.push(one());
}

function endOf(reader: protobuf.Reader): number {
  const end = reader.uint32() + reader.pos;
  if (end > reader.len) throw new Error(`${end} bytes, got ${reader.len}`);
  return end;
}

/**
 * The model in a file, with what its schema says of the types of its fields, and nothing more.
 *
 * @throws when it is no such file, is cut off, or would take more memory than {@link importLimits} allow.
 */
export function decodeModel(where: string, bytes: Uint8Array): Model {
  const { entries, numbers } = importLimits;
  try {
    const reader = new protobuf.Reader(bytes);
    return decodeMessage(ModelProto, reader, reader.len, { entries, numbers }) as Model;
  } catch (error) {
    return fail(where, `expected an ONNX file, got one that cannot be read: ${(error as Error).message}`);
  }
}
