import { Inflate } from 'fflate';
import { crc32 } from './crc32';
import { decompress, LimitError } from './decompress';

// Written here because fflate tests neither checksums nor lengths, and makes room for whatever size a file claims.

type Entry = {
  readonly name: string;
  readonly method: number;
  readonly sum: number;
  readonly size: number;
  readonly data: Uint8Array;
};

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
/** What no file that deflate makes exceeds. */
const DEFLATE_RATIO = 1032;

/**
 * The files of a zip whose names end so, by name; their checksums and lengths are tested. Neither encrypted nor of 4 GiB.
 *
 * @param limit bytes that they may unpack to together.
 * @throws LimitError, else an error that says what is wrong
 */
export function unzip(bytes: Uint8Array, ending: string, limit: number): Record<string, Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wanted = entries(bytes, view).filter(({ name }) => name.endsWith(ending));
  if (wanted.reduce((sum, { size }) => sum + size, 0) > limit) throw new LimitError(limit);
  return Object.fromEntries(wanted.map((entry) => [entry.name, content(entry)]));
}

/** The central directory, which the end record, before at most 64 KiB of comment, tells the place of. */
function entries(bytes: Uint8Array, view: DataView): Entry[] {
  let end = bytes.length - 22;
  const isEnd = (at: number) =>
    view.getUint32(at, true) === END && at + 22 + view.getUint16(at + 20, true) === bytes.length;
  while (end >= 0 && end >= bytes.length - 22 - 0xffff && !isEnd(end)) end--;
  if (end < 0 || !isEnd(end)) throw new Error('invalid zip data');
  const [count, from] = [view.getUint16(end + 10, true), view.getUint32(end + 16, true)];
  if (count === 0xffff || from === 0xffffffff) throw new Error('it is of 4 GiB or more');
  // all on one disk, and nothing between the directory and its end
  const whole = view.getUint16(end + 8, true) === count && from + view.getUint32(end + 12, true) === end;
  if (!whole) throw new Error('invalid zip data');
  const found: Entry[] = [];
  let at = from;
  for (let i = 0; i < count; i++) {
    if (at + 46 > end || view.getUint32(at, true) !== CENTRAL) throw new Error('invalid zip data');
    const name = text(bytes, at + 46, view.getUint16(at + 28, true));
    if (view.getUint16(at + 8, true) & 1) throw new Error(`${name} is encrypted`);
    found.push({
      name,
      method: view.getUint16(at + 10, true),
      sum: view.getUint32(at + 16, true),
      size: view.getUint32(at + 24, true),
      data: packed(name, bytes, view, {
        at: view.getUint32(at + 42, true),
        length: view.getUint32(at + 20, true),
      }),
    });
    at += 46 + [28, 30, 32].reduce((length, field) => length + view.getUint16(at + field, true), 0);
  }
  if (at !== end) throw new Error('invalid zip data');
  return found;
}

/** What stands behind a local header, which has the name again: no checksum covers that. */
function packed(
  name: string,
  bytes: Uint8Array,
  view: DataView,
  { at, length }: { at: number; length: number },
): Uint8Array {
  if (at + 30 > bytes.length || view.getUint32(at, true) !== LOCAL) throw new Error('invalid zip data');
  const nameLength = view.getUint16(at + 26, true);
  if (text(bytes, at + 30, nameLength) !== name) throw new Error(`${name} has another name where it stands`);
  const from = at + 30 + nameLength + view.getUint16(at + 28, true);
  if (from + length > bytes.length) throw new Error(`${name} is cut off`);
  return bytes.subarray(from, from + length);
}

function content({ name, method, sum, size, data }: Entry): Uint8Array {
  if (method !== 0 && method !== 8) throw new Error(`${name} is packed by method ${method}`);
  if (size > DEFLATE_RATIO * data.length) throw new Error(`${name} claims more bytes than it can hold`);
  const unpacked = method === 0 ? data : inflate(data, size);
  if (unpacked?.length !== size) throw new Error(`the length of ${name} is another`);
  if (crc32(unpacked) !== sum) throw new Error(`the CRC-32 of ${name} is another`);
  return unpacked;
}

/** What deflate has packed; undefined where it is of more bytes. */
function inflate(data: Uint8Array, most: number): Uint8Array | undefined {
  try {
    return decompress((take) => new Inflate(take), data, most);
  } catch (cause) {
    if (cause instanceof LimitError) return undefined;
    throw cause;
  }
}

const text = (bytes: Uint8Array, at: number, length: number): string =>
  new TextDecoder().decode(bytes.subarray(at, at + length));
