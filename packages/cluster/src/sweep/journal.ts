import { readFile } from 'node:fs/promises';
import { fail } from '@ibp/core';
import { appendWhole, lock, writeWhole } from '@ibp/files';
import * as v from 'valibot';
import { canonicalJson } from '../campaign/hash';
import { curveSchema } from './median';
import type { TrialResult } from './result';

const place = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
// JSON has no NaN: what failed is null
const error = v.pipe(
  v.nullable(v.number()),
  v.transform((value) => value ?? Number.NaN),
);
const resultSchema = v.strictObject({
  trial: place,
  rung: place,
  budget: v.number(),
  metrics: v.strictObject({ cleanError: error, certifiedError: error }),
  curve: v.optional(curveSchema),
  stopped: v.optional(v.number()),
});

/** What a sweep has done, on the disk. */
export type SweepJournal = {
  readonly results: readonly TrialResult[];
  /** When it returns, the result is on the disk. */
  readonly append: (result: TrialResult) => Promise<void>;
  readonly close: () => Promise<void>;
};

/**
 * Opens the journal of a sweep, or begins one, for this call alone. What a kill left of a line being written is dropped.
 *
 * @param identity what has to be the same in a sweep that goes on.
 * @throws naming what differs where the file is of another sweep, where a line is no result, and where another one is at work in it.
 */
export async function openSweepJournal(
  file: string,
  identity: { readonly [what: string]: unknown },
): Promise<SweepJournal> {
  const release = await lock(file);
  try {
    const [head, ...lines] = (await textOf(file)).split('\n').slice(0, -1);
    const first = { format: 'ibp-sweep', version: 1, ...identity };
    if (head !== undefined) assertSame(file, head, first);
    const results = lines.map((line, i) => readLine(line, `${file}, line ${i + 2}`));
    await writeWhole(file, [JSON.stringify(first), ...lines].map((line) => `${line}\n`).join(''));
    const append = (result: TrialResult) => appendWhole(file, `${JSON.stringify(result)}\n`, { sync: true });
    return { results, append, close: release };
  } catch (error) {
    await release();
    throw error;
  }
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

function parse(line: string, where: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return fail(where, `expected JSON, got ${line.slice(0, 40)}`);
  }
}

function assertSame(file: string, head: string, expected: { readonly [what: string]: unknown }): void {
  const got = parse(head, `${file}, line 1`);
  if (typeof got !== 'object' || got === null)
    fail(file, `expected the journal of a sweep, got ${head.slice(0, 40)}`);
  const text = (value: unknown) => (value === undefined ? 'nothing' : canonicalJson(value));
  const fields = [...new Set([...Object.keys(expected), ...Object.keys(got as object)])];
  const differs = fields.find((field) => text(expected[field]) !== text((got as typeof expected)[field]));
  if (differs === undefined) return;
  const value = text((got as typeof expected)[differs]);
  fail(
    'journal',
    `of another sweep: "${differs}": expected ${text(expected[differs])}, got ${value} (${file})`,
  );
}

function readLine(line: string, where: string): TrialResult {
  const result = v.safeParse(resultSchema, parse(line, where), { abortEarly: true });
  if (result.success) return result.output as TrialResult;
  const [issue] = result.issues;
  return fail(where, `${v.getDotPath(issue) ?? 'value'}: ${issue.message}`);
}
