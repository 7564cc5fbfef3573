import { fail } from '@ibp/core';
import { Queue } from 'bullmq';
import * as v from 'valibot';
import { hashPattern } from '../campaign/hash';
import type { Server } from './server';

/** The queue that all campaigns share. */
export const queueName = 'ibp-campaigns';

const jobSchema = v.strictObject({
  version: v.literal(1),
  /** Of the campaign, in the store of the worker. */
  campaign: v.pipe(v.string(), v.regex(hashPattern)),
  numbers: v.pipe(
    v.array(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
    v.minLength(1),
    v.maxLength(1000),
  ),
  quick: v.boolean(),
});

/** What travels: which cases of which campaign. No code, no names of files. */
export type JobData = v.InferOutput<typeof jobSchema>;

/** @throws unless a job is one of this version. */
export function parseJob(value: unknown): JobData {
  const parsed = v.safeParse(jobSchema, value, { abortEarly: true });
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

/** A job of a campaign: one of the same cases that waits already is not added again. */
export function jobOf(
  data: JobData,
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
      attempts: 5,
      backoff: { type: 'fixed', delay: 1000 },
      removeOnComplete: true,
      removeOnFail: { count: 10_000 },
    },
  };
}

/** The names of the workers that are connected, as they give them. */
export async function workersOn(queue: Queue<JobData>): Promise<string[]> {
  const names = (await queue.getWorkers()).flatMap(({ rawname }) => rawname?.split(':w:')[1] ?? []);
  return [...new Set(names)].sort();
}
