import { fail } from '@ibp/core';

/**
 * The value of a file of JSON.
 *
 * @throws `where: expected JSON, got something else`, with nothing of what is there.
 */
export function parseJson(where: string, bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return fail(where, 'expected JSON, got something else');
  }
}
