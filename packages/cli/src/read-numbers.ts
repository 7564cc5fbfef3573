import { readFile } from 'node:fs/promises';
import { parseNpy } from '@ibp/data';
import { fileProblem } from './file-problem';
import { userPath } from './run-folder';

/**
 * The numbers in a file, flat: of a `.npy`, of JSON, or as text between commas and spaces.
 *
 * @throws naming the file when it is not there, holds anything else, or not as many.
 */
export async function readNumbers(given: string, count?: number): Promise<number[]> {
  const file = userPath(given);
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (error) {
    throw new Error(`${file}: expected a file of numbers, got ${fileProblem(error)}`);
  }
  const numbers = file.endsWith('.npy') ? Array.from(parseNpy(bytes, file).data, Number) : numbersIn(bytes);
  const bad = numbers.findIndex((number) => !Number.isFinite(number));
  if (bad >= 0) throw new Error(`${file}: expected numbers, got something else in place ${bad}`);
  if (count !== undefined && numbers.length !== count) {
    throw new Error(`${file}: expected ${count} numbers, one for each feature, got ${numbers.length}`);
  }
  return numbers;
}

function numbersIn(bytes: Uint8Array): number[] {
  const text = new TextDecoder().decode(bytes);
  return text
    .split(/[\s,;[\]]+/)
    .filter((word) => word !== '')
    .map(Number);
}
