import { fail } from '@ibp/core';
import { unzipped } from './unzipped';

/** JSON from a file. @throws naming the file where it is none. */
export async function readJson(what: string, file: Uint8Array | string): Promise<unknown> {
  try {
    return JSON.parse(await unzipped(file));
  } catch (error) {
    return fail('checkReport', `expected ${what} in JSON, got ${(error as Error).message}`);
  }
}
