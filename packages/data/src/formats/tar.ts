import { dataError } from '../core/data-error';
import { message } from './gzip';

// Written here because nanotar tests no checksums, takes a field that is no number for the end of the archive, and copies
// what a global header says for every file after it.

const BLOCK = 512;

/**
 * The files in a tar archive by their name without folders; views of the same memory.
 * @throws DataError when the archive is cut off or damaged, or holds no file
 */
export function untar(bytes: Uint8Array, where = 'untar'): Record<string, Uint8Array> {
  let files: Record<string, Uint8Array>;
  try {
    files = Object.fromEntries(entries(bytes));
  } catch (cause) {
    throw dataError(where, `expected a whole tar archive, got a damaged one (${message(cause)})`, cause);
  }
  if (Object.keys(files).length === 0) throw dataError(where, 'expected a tar archive, found no file in it');
  return files;
}

function* entries(bytes: Uint8Array): Generator<[name: string, data: Uint8Array], void, void> {
  /** Of a name too long for a header, which stands before it as a file of its own. */
  let long: string | undefined;
  for (let at = 0; at + BLOCK <= bytes.length; ) {
    const header = bytes.subarray(at, at + BLOCK);
    // an empty block ends the archive
    if (header.every((byte) => byte === 0)) return;
    const size = readHeader(header, at);
    const [from, end] = [at + BLOCK, at + BLOCK + size];
    const name = long ?? text(header.subarray(0, 100));
    if (end > bytes.length) throw new Error(`${name} is cut off`);
    const [data, type] = [bytes.subarray(from, end), String.fromCharCode(header[156]!)];
    const isFile = type === '0' || type === '\0';
    if (isFile && !name.endsWith('/')) yield [name.slice(name.lastIndexOf('/') + 1), data];
    long = type === 'L' ? text(data) : type === 'x' ? pathIn(text(data)) : undefined;
    at = from + BLOCK * Math.ceil(size / BLOCK);
  }
}

/** The size that a header gives. Its checksum is the sum of its bytes, spaces in place of itself. */
function readHeader(header: Uint8Array, at: number): number {
  const sum = header.reduce((total, byte, i) => total + (i >= 148 && i < 156 ? 32 : byte), 0);
  if (octal(header.subarray(148, 156)) !== sum) throw new Error(`the header at ${at} has another checksum`);
  return octal(header.subarray(124, 136));
}

function octal(field: Uint8Array): number {
  const digits = text(field).trim();
  if (!/^[0-7]+$/.test(digits)) throw new Error('expected an octal number in a header');
  return Number.parseInt(digits, 8);
}

const text = (field: Uint8Array): string => {
  const end = field.indexOf(0);
  return new TextDecoder().decode(end < 0 ? field : field.subarray(0, end));
};

/** Of a line `<length> path=<name>` of the header before a file. */
const pathIn = (lines: string): string | undefined => /^\d+ path=(.*)$/m.exec(lines)?.[1];
