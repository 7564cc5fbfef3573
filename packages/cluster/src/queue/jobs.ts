import { fail } from '@ibp/core';
import { Queue } from 'bullmq';
import * as v from 'valibot';
import { hashPattern } from '../campaign/hash';
import type { Server } from './server';

/** The queue that all campaigns share. */
export const queueName = 'ibp-campaigns';

const place = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const hash = v.pipe(v.string(), v.regex(hashPattern));
const casesSchema = v.strictObject({
  version: v.literal(1),
  /** Of the campaign, in the store of the worker. */
  campaign: hash,
  numbers: v.pipe(v.array(place), v.minLength(1), v.maxLength(1000)),
  quick: v.boolean(),
});
const trialSchema = v.strictObject({
  version: v.literal(1),
  /** Of the sweep, in the store of the worker. */
  sweep: hash,
  trial: place,
  bracket: place,
  rung: place,
});

/** Which cases of which campaign. */
export type CasesJob = v.InferOutput<typeof casesSchema>;
/** Which run of which sweep. */
export type TrialJob = v.InferOutput<typeof trialSchema>;
/** What travels: cases of a campaign, or a run of a sweep. No code, no names of files. */
export type JobData = CasesJob | TrialJob;

export const isTrial = (data: JobData): data is TrialJob => 'sweep' in data;

/** The campaign or the sweep that a job is of. */
export const ownerOf = (data: JobData): string => (isTrial(data) ? data.sweep : data.campaign);

/** @throws unless a job is one of this version. */
export function parseJob(value: unknown): JobData {
  const isOfSweep = typeof value === 'object' && value !== null && 'sweep' in value;
  const parsed: v.SafeParseResult<v.GenericSchema<unknown, JobData>> = v.safeParse(
    isOfSweep ? trialSchema : casesSchema,
    value,
    { abortEarly: true },
  );
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  return fail('job', `${v.getDotPath(issue) ?? 'value'}: ${issue.message}`);
}

/** The queue, whose connection waits while the server is gone. */
export function openQueue({ client }: Server): Queue<JobData> {
  const queue = new Queue<JobData>(queueName, { connection: client as never });
  queue.on('error', () => undefined); // the server says so itself
  return queue;
}

/** Chunks come after cases that need long: those are begun first, and nobody waits for them in the end. */
const chunkPriority = 1000;

const attempts = {
  attempts: 5,
  backoff: { type: 'fixed', delay: 1000 },
  removeOnComplete: true,
  removeOnFail: { count: 10_000 },
};

/** A job of a campaign: one of the same cases that waits already is not added again. */
export function jobOf(
  data: CasesJob,
  { round = 0, rows = 0 }: { readonly round?: number; readonly rows?: number } = {},
) {
  const { campaign, numbers, quick } = data;
  const kind = quick ? 'chunk' : 'case';
  return {
    name: kind,
    data,
    opts: {
      jobId: `${campaign.slice(0, 24)}-${kind}-${round}-${numbers[0]}-${numbers.length}`,
      priority: quick ? chunkPriority : Math.max(1, 500 - rows),
      ...attempts,
    },
  };
}

/** A job of a sweep. Later rungs come first: whoever is on them is what a bracket waits for. */
export function trialJobOf(data: TrialJob, round: number) {
  const { sweep, trial, bracket, rung } = data;
  const jobId = `${sweep.slice(0, 24)}-trial-${round}-${bracket}-${rung}-${trial}`;
  return { name: 'trial', data, opts: { jobId, priority: Math.max(1, 500 - rung), ...attempts } };
}

/** The names of the workers that are connected, as they give them. */
export async function workersOn(queue: Queue<JobData>): Promise<string[]> {
  const names = (await queue.getWorkers()).flatMap(({ rawname }) => rawname?.split(':w:')[1] ?? []);
  return [...new Set(names)].sort();
}
