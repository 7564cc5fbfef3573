import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file of `fixtures`, for tests alone; `fixtures/make_fixtures.py` wrote it. */
export const fixture = (name: string): Uint8Array => {
  const bytes = readFileSync(join(__dirname, '..', 'fixtures', name));
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
};
