import { readJsonIfAny, writeJson } from '@ibp/cli';

/** Gives what was computed under a key before, by this process or an earlier one, or computes it. */
export type Memory = <T>(key: string, compute: () => Promise<T>) => Promise<T>;

/**
 * A memory in a file of JSON, written after each new value: a run that was stopped goes on from there.
 *
 * @throws (when first asked) when the file is there and something else.
 */
export function memoryIn(file: string): Memory {
  let values: { [key: string]: unknown } | undefined;
  return async <T>(key: string, compute: () => Promise<T>): Promise<T> => {
    values ??= readJsonIfAny(file, { is: 'figures by what they are of', has: [] }) ?? {};
    if (!(key in values)) {
      values[key] = await compute();
      await writeJson(file, values);
    }
    return values[key] as T;
  };
}
