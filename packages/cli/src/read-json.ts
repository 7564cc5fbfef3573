import { readFileSync, statSync } from 'node:fs';
import { fileProblem } from './file-problem';
import { unpacked } from './unpacked';

/** The most that a packed file may unpack to: what a text may be long. */
const mostBytes = 2 ** 29 - 25;

/** What a file is to be: in words, and the fields without which it is something else. */
export type Wanted<T> = { readonly is: string; readonly has: readonly (keyof T & string)[] };

/**
 * The object in a file of JSON, which gzip may have packed.
 *
 * @throws naming the file, what it should be and what it is, when it is not there or something else.
 */
export function readJson<T extends object>(file: string, { is, has }: Wanted<T>): T {
  const refuse = (got: string): never => {
    throw new Error(`${file}: expected ${is}, got ${got}`);
  };
  const value = parse(readText(file, refuse), refuse);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refuse(JSON.stringify(value).slice(0, 40));
  }
  const missing = has.filter((field) => !(field in value));
  return missing.length > 0 ? refuse(`JSON without ${missing.join(', ')}`) : (value as T);
}

/** The same, or undefined where there is no such file. */
export function readJsonIfAny<T extends object>(file: string, wanted: Wanted<T>): T | undefined {
  return statSync(file, { throwIfNoEntry: false }) && readJson(file, wanted);
}

type Refuse = (got: string) => never;

function readText(file: string, refuse: Refuse): string {
  try {
    return new TextDecoder().decode(unpacked(readFileSync(file), mostBytes));
  } catch (error) {
    return refuse(fileProblem(error));
  }
}

function parse(text: string, refuse: Refuse): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return refuse(`no JSON: ${(error as Error).message}`);
  }
}
