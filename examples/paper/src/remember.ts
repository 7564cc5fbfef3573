import { readFile } from 'node:fs/promises';
import { writeJson } from 'ibp-examples-common';

/** Gives what was computed under a key before, by this process or an earlier one, or computes it. */
export type Memory = <T>(key: string, compute: () => Promise<T>) => Promise<T>;

/** A memory in a file of JSON, written after each new value: a run that was stopped goes on from there. */
export function memoryIn(file: string): Memory {
  let values: { [key: string]: unknown } | undefined;
  return async <T>(key: string, compute: () => Promise<T>): Promise<T> => {
    values ??= await readValues(file);
    if (!(key in values)) {
      values[key] = await compute();
      await writeJson(file, values);
    }
    return values[key] as T;
  };
}

async function readValues(file: string): Promise<{ [key: string]: unknown }> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new Error(`${file}: expected JSON, got ${(error as Error).message}`);
  }
}
