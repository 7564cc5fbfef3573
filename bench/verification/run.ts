import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  measureVerification,
  prepare,
  type VerificationMeasurement,
  type VerificationOptions,
} from './measure';
import { describe } from './report';
import { type Description, verificationWorkload } from './task';

export type VerificationRun = {
  readonly networks: readonly (Description & { readonly model: string })[];
  readonly measurements: readonly VerificationMeasurement[];
};

export type RunOptions = VerificationOptions & {
  readonly models: readonly string[];
  readonly threads: readonly number[];
  readonly quick?: boolean;
  /** The most images of a call. */
  readonly most?: number;
};

/** Trains each model a little, and measures on it; the files go when it ends. */
export async function runVerification(options: RunOptions): Promise<VerificationRun> {
  const folder = await mkdtemp(join(tmpdir(), 'ibp-bench-'));
  const networks: (Description & { model: string })[] = [];
  const measurements: VerificationMeasurement[] = [];
  try {
    for (const model of options.models) {
      const file = join(folder, `${model}.safetensors`);
      const workload = verificationWorkload(model, {
        ...{ file, threads: 1, quick: options.quick ?? false },
        ...(options.most !== undefined && { most: options.most }),
      });
      options.log(`${model}: ${workload.trainingSteps} training steps at epsilon ${workload.epsilon}`);
      const description = await prepare(workload);
      options.log(`  ${describe(description)}`);
      networks.push({ model, ...description });
      for (const threads of options.threads) {
        options.log(`${model}, ${threads} thread${threads > 1 ? 's' : ''}, ${options.rounds} rounds`);
        measurements.push(...(await measureVerification({ ...workload, threads }, options)));
      }
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return { networks, measurements };
}
