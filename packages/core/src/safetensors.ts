import { fail } from './errors';

/** A float32 array with its shape. */
export type NamedArrays = {
  readonly [name: string]: { readonly shape: readonly number[]; readonly data: Float32Array };
};

/** The contents of a safetensors file: arrays, and text under names. */
export type Safetensors = {
  readonly arrays: NamedArrays;
  readonly metadata: { readonly [key: string]: string };
};

type Entry = { dtype: string; shape: number[]; data_offsets: [number, number] };

/**
 * Float32 arrays in the safetensors format (8 bytes of header length, JSON, raw little-endian data), which other
 * tools read too.
 */
export function encodeSafetensors({ arrays, metadata }: Safetensors): Uint8Array {
  let offset = 0;
  const header: { [name: string]: unknown } = { __metadata__: metadata };
  for (const [name, { shape, data }] of Object.entries(arrays)) {
    header[name] = { dtype: 'F32', shape, data_offsets: [offset, offset + data.byteLength] };
    offset += data.byteLength;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  // padded with spaces so that the data begins at a multiple of 8, as the format asks
  const headerLength = Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(8 + headerLength + offset).fill(0x20, 8, 8 + headerLength);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength), true);
  bytes.set(json, 8);
  let at = 8 + headerLength;
  for (const { data } of Object.values(arrays)) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return bytes;
}

/**
 * The contents of a safetensors file.
 *
 * @param where begins the message of an error.
 * @throws when the bytes are cut short, are not of this format (whose arrays neither overlap nor leave bytes between
 * them), or hold other types than float32.
 */
export function decodeSafetensors(where: string, bytes: Uint8Array): Safetensors {
  const broken = (why: string): never => fail(where, `expected a whole safetensors file, got ${why}`);
  if (bytes.length < 8) broken(`${bytes.length} bytes`);
  const headerLength = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  if (headerLength > bytes.length - 8) broken(`a header of ${headerLength} in ${bytes.length} bytes`);
  const { __metadata__, ...described } = parseHeader(bytes.subarray(8, 8 + headerLength), broken);
  const metadata = __metadata__ ?? {};
  if (!isTexts(metadata)) return broken('metadata that is not text under names');
  const body = bytes.subarray(8 + headerLength);
  const entries = entriesOf(described, body.length, broken);
  // copied, since the data may begin at any address
  const arrays = entries.map(
    ([
      name,
      {
        shape,
        data_offsets: [from, to],
      },
    ]) => {
      return [name, { shape, data: new Float32Array(copyOf(body.subarray(from, to)).buffer) }] as const;
    },
  );
  return { arrays: Object.fromEntries(arrays), metadata };
}

/** The arrays as they are described: of float32, each with bytes of its own, and all bytes in one. */
function entriesOf(
  described: { readonly [name: string]: unknown },
  length: number,
  broken: (why: string) => never,
): [name: string, Entry][] {
  const entries = Object.entries(described).map(([name, entry]): [string, Entry] => {
    if (!isEntry(entry)) return broken(`array "${name}" described as ${JSON.stringify(entry)}`);
    const [, to] = entry.data_offsets;
    if (to > length) broken(`${length} bytes of data, where "${name}" ends at ${to}`);
    return [name, entry];
  });
  let end = 0;
  const inOrder = [...entries].sort(
    ([, a], [, b]) => a.data_offsets[0] - b.data_offsets[0] || a.data_offsets[1] - b.data_offsets[1],
  );
  for (const [
    name,
    {
      data_offsets: [from, to],
    },
  ] of inOrder) {
    if (from !== end) broken(`array "${name}" from byte ${from}, where the one before ends at ${end}`);
    end = to;
  }
  if (end !== length) broken(`${length - end} bytes of data that are of no array`);
  return entries;
}

const isTexts = (x: unknown): x is { readonly [key: string]: string } =>
  typeof x === 'object' && x !== null && Object.values(x).every((value) => typeof value === 'string');

const isWholeNumbers = (x: unknown): x is number[] =>
  Array.isArray(x) && x.every((n) => Number.isSafeInteger(n) && n >= 0);

/** Whether an array is described as the format asks, and is of float32. */
function isEntry(entry: unknown): entry is Entry {
  const { dtype, shape, data_offsets } = (entry ?? {}) as Partial<Entry>;
  if (dtype !== 'F32' || !isWholeNumbers(shape) || !isWholeNumbers(data_offsets)) return false;
  const [from, to, ...rest] = data_offsets as number[];
  return rest.length === 0 && to! - from! === 4 * shape.reduce((a, b) => a * b, 1);
}

function parseHeader(bytes: Uint8Array, broken: (why: string) => never): { [name: string]: unknown } {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return broken('a header that is not JSON');
  }
  if (typeof header !== 'object' || header === null) return broken('a header that is not an object');
  return header as { [name: string]: unknown };
}

/** Bytes in a buffer of their own; `slice` of a Node `Buffer` would share the whole one. */
function copyOf(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(bytes.length);
  copy.set(bytes);
  return copy;
}
