import { readFile, rm, truncate } from 'node:fs/promises';
import { fail } from '@ibp/core';
import { appendWhole, lock, type Release, writeNew, writeWhole } from '@ibp/files';
import type { Case } from './case';
import type { Journal } from './journal';
import { assertSameRun, headerOf, type RunIdentity } from './journal-header';
import { fromJson, toJson } from './json';
import { seal, unseal } from './sealed-line';

/** Options of `fileJournal`. */
export type FileJournalOptions = {
  /** Whether to drop what is there; not unless given. */
  readonly restart?: boolean;
};

/**
 * A journal in a file, a line of JSON for each case (or what else has an `index`); the first says whose it is. Every line carries a checksum. A line that a
 * kill left unfinished is cut off. From `load` on, until `close` or the end of the process, it is this journal's alone.
 *
 * @throws (`load`) when another process or journal is at work on the file; when it is the journal of another run, naming what
 * differs, or of a version without checksums, or is not one at all; when a line is not as it was written, naming it. (`append`)
 * naming the file and the bytes it needs when they cannot be written: the lines before stay.
 */
export function fileJournal<Entry extends { readonly index: number } = Case>(
  path: string,
  run: RunIdentity,
  options: FileJournalOptions = {},
): Journal<Entry> {
  const header = headerOf(run);
  let release: Release | undefined;
  return {
    load: async () => {
      const held = await lock(path);
      try {
        if (options.restart) await rm(path, { force: true });
        const cases = await begin<Entry>(path, header, run);
        release = held;
        return cases;
      } catch (error) {
        await held();
        throw error;
      }
    },
    append: async (state) => {
      if (!release) fail('journal', `expected ${path} to be loaded before a line is added, got it closed`);
      await appendWhole(path, `${seal(toJson(state), header)}\n`);
    },
    close: async () => {
      await release?.();
      release = undefined;
    },
  };
}

/** Reads what is there, or begins. Nothing is changed in a file that is not the journal of this run. */
async function begin<Entry extends { readonly index: number }>(
  path: string,
  header: string,
  run: RunIdentity,
): Promise<readonly Entry[]> {
  const bytes = await readIfThere(path);
  if (bytes === undefined) {
    // not only locked: a process that minds no lock must not have begun another one either
    if (!(await writeNew(path, `${header}\n`))) fail('journal', `expected no file ${path}, got a new one`);
    return [];
  }
  const whole = bytes.subarray(0, bytes.lastIndexOf('\n') + 1);
  if (whole.length === 0 && header.startsWith(bytes.toString())) {
    await writeWhole(path, `${header}\n`);
    return [];
  }
  const [first = '', ...lines] = whole.toString().split('\n').slice(0, -1);
  assertSameRun(path, first, run);
  const cases = lines.map((line, i) => readEntry<Entry>(line, first, `line ${i + 2} of ${path}`));
  if (whole.length < bytes.length) await truncate(path, whole.length);
  const last = new Map(cases.map(({ index }, line) => [index, line]));
  return cases.filter(({ index }, line) => last.get(index) === line);
}

function readEntry<Entry>(line: string, header: string, where: string): Entry {
  const text = unseal(line, header);
  if (text === undefined) fail('journal', `expected ${where} as it was written, got it damaged`);
  return fromJson(text) as Entry;
}

async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    // of a folder, Node does not say which
    return fail('journal', `expected a file that can be read, got ${path}: ${message}`);
  }
}
