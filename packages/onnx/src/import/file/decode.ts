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

/**
 * Reads a message by the reflection of its type, as `Type.decode` does, but refuses one that would take many times the
 * memory of its bytes: lists of empty messages.
 */
function decodeMessage(type: protobuf.Type, reader: protobuf.Reader, end: number, budget: Budget): object {
  const message: { [name: string]: unknown } = {};
  for (const field of type.fieldsArray) if (field.repeated) message[field.name] = [];
  while (reader.pos < end) {
    const tag = reader.uint32();
    const field = type.fieldsById[tag >>> 3];
    if (field) readField(message, field.resolve(), tag & 7, reader, budget);
    else reader.skipType(tag & 7, 0, tag >>> 3);
    if (reader.pos > end) throw new Error(`a field of ${type.name} that ends after it`);
  }
  return message;
}

function readField(
  message: { [name: string]: unknown },
  { name, type, repeated, resolvedType }: protobuf.Field,
  wire: number,
  reader: protobuf.Reader,
  budget: Budget,
): void {
  const expected = resolvedType ? 2 : wireTypes[type]!;
  const packed = wire === 2 && expected !== 2 && repeated;
  if (wire !== expected && !packed) throw new Error(`wire type ${expected} of "${name}", got ${wire}`);
  const list = message[name] as unknown[];
  if (packed) {
    const end = endOf(reader);
    while (reader.pos < end) list.push(one());
  } else if (repeated) list.push(one());
  else message[name] = one();

  function one(): unknown {
    const kind = resolvedType || expected === 2 ? 'entries' : 'numbers';
    if (--budget[kind] < 0) throw new Error(`at most ${importLimits[kind]} ${kind}, got more`);
    if (!resolvedType) return scalars[type]!(reader);
    return decodeMessage(resolvedType as protobuf.Type, reader, endOf(reader), budget);
  }
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
