import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileProblem } from '../file-problem';
import { unpacked } from '../unpacked';

/** The most that a packed file may unpack to. */
const mostBytes = 2 ** 31 - 1;

/** A file itself, or the one beside it that gzip packed: `net.onnx` is there as `net.onnx.gz` as well. */
export const packedOr = (file: string): string =>
  !existsSync(file) && existsSync(`${file}.gz`) ? `${file}.gz` : file;

/**
 * The bytes of a file, unpacked where it is packed.
 *
 * @throws naming the file where it is not there, or damaged.
 */
export function readBytes(file: string): Uint8Array {
  const there = packedOr(file);
  try {
    return unpacked(readFileSync(there), mostBytes);
  } catch (error) {
    throw new Error(`${there}: expected a file that can be read, got ${fileProblem(error)}`);
  }
}

/** The text of a file, unpacked where it is packed. */
export const readText = (file: string): string => new TextDecoder().decode(readBytes(file));

/** Files of weights that a network names, which lie beside it. */
export const besides =
  (file: string) =>
  (location: string): Uint8Array =>
    readBytes(join(dirname(file), location));

/** A network of version 2.0 by its name: `[('f', 'onnx/net.onnx')]`. */
const named = /^\[\s*\(\s*['"]\w+['"]\s*,\s*['"]([^'"]+)['"]\s*\)\s*\]$/;

/** The path of a network, which the competition may give with the name that the property has for it. */
export const networkPath = (text: string): string => named.exec(text)?.[1] ?? text;
