import { fail } from '@ibp/core';
import { toJson } from './json';
import { seal, unseal } from './sealed-line';

/** What a run must share with the one that it goes on from: the network's hash, epsilon, stages, seed, data. */
export type RunIdentity = {
  readonly [key: string]: string | number | boolean | readonly (string | number)[];
};

/** The first line of a journal. */
export const headerOf = (run: RunIdentity): string => seal(toJson({ run }), '');

/**
 * @throws when a header is that of another run, naming what differs, of a version without checksums, damaged, or not
 * one at all.
 */
export function assertSameRun(path: string, header: string, run: RunIdentity): void {
  const text = unseal(header, '');
  if (text === undefined) refuse(path, header);
  const found = (JSON.parse(text) as { run: RunIdentity }).run;
  for (const key of new Set([...Object.keys(run), ...Object.keys(found)])) {
    const [expected, got] = [run[key], found[key]].map((value) => JSON.stringify(value) ?? 'unset');
    if (expected !== got) fail('journal', `expected ${key} ${expected}, got ${got} in ${path}`);
  }
}

function refuse(path: string, header: string): never {
  if (!header.startsWith('{"run":')) fail('journal', `expected the journal of a verification, got ${path}`);
  if (header.includes('"sha256":')) {
    fail('journal', `expected line 1 of ${path} as it was written, got it damaged`);
  }
  return fail('journal', `expected lines with checksums, got a journal of a version without them: ${path}`);
}
