import { appendFile, mkdir, readFile, truncate } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fail } from '../plain/fail';
import type { Case } from './case';
import type { Journal } from './journal';
import { fromJson, toJson } from './json';

/** What a run must share with the one that it goes on from: the network's hash, epsilon, stages, seed, data. */
export type RunIdentity = {
  readonly [key: string]: string | number | boolean | readonly (string | number)[];
};

/**
 * A journal in a file, a line of JSON for each case; the first says whose it is. A line that a kill left unfinished is cut off.
 *
 * @throws (`load`) when the file is the journal of another run, naming what differs, or is not one at all.
 */
export function fileJournal(path: string, run: RunIdentity): Journal {
  let started = false;
  return {
    load: async () => {
      const text = await readOrEmpty(path);
      const whole = text.slice(0, text.lastIndexOf('\n') + 1);
      if (whole.length < text.length) await truncate(path, Buffer.byteLength(whole));
      const [header, ...lines] = whole.split('\n').slice(0, -1);
      if (header === undefined) return [];
      assertSameRun(path, header, run);
      started = true;
      return [
        ...new Map(lines.map((line) => fromJson(line) as Case).map((state) => [state.index, state])).values(),
      ];
    },
    append: async (state) => {
      if (!started) {
        await mkdir(dirname(path), { recursive: true });
        await appendFile(path, `${toJson({ run })}\n`);
        started = true;
      }
      await appendFile(path, `${toJson(state)}\n`);
    },
  };
}

async function readOrEmpty(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

function assertSameRun(path: string, header: string, run: RunIdentity): void {
  const found = parse(header);
  if (!found) fail('journal', `expected the journal of a verification, got ${path}`);
  for (const key of new Set([...Object.keys(run), ...Object.keys(found)])) {
    const [expected, got] = [run[key], found[key]].map((value) => JSON.stringify(value));
    if (expected !== got) fail('journal', `expected ${key} ${expected}, got ${got} in ${path}`);
  }
}

function parse(header: string): RunIdentity | undefined {
  try {
    return (JSON.parse(header) as { run?: RunIdentity }).run;
  } catch {
    return undefined;
  }
}
