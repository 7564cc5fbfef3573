import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fail } from '@ibp/core';
import { putFile } from '../store/content';
import type { Store } from '../store/store';
import type { Sweep } from '../sweep/definition';
import type { LearningCurve } from '../sweep/median';
import type { TrialFound } from '../sweep/result';
import type { Point } from '../sweep/space';
import type { Settled } from '../work/work';
import { decodeFiles, encodeFiles, readFiles, writeFiles } from './folder-files';
import { besideOf, type LoadedSweep, placeOf, type TrialRun, trialId } from './shared-sweep';
import { claimBytes, readClaim } from './trial-result';

/** What is to be trained. */
export type TrainRequest = {
  /** What all trials of the sweep have in common. Data of others: its form is up to who reads it. */
  readonly task: { readonly [field: string]: unknown };
  readonly sweep: Sweep;
  readonly point: Point;
  /** The share of the whole budget. */
  readonly budget: number;
  /** Where the run keeps its files; those of its last checkpoint are there, where it has one. */
  readonly folder: string;
  /** The errors of runs beside it that have ended, by any worker. */
  readonly others: () => Promise<readonly LearningCurve[]>;
  /** To be called when a checkpoint is in the folder: another worker goes on from there if this one ends. */
  readonly onCheckpoint: () => Promise<void>;
};

/** Trains a run of a trial, from the checkpoint in its folder on if it has one, and evaluates it on validation data. */
export type TrainTrial = (request: TrainRequest) => Promise<TrialFound>;

/** Options of `workOnTrial`. */
export type WorkOnTrialOptions = {
  readonly train: TrainTrial;
  /** The name of the worker. */
  readonly worker: string;
  /** The version of the packages that train. */
  readonly software: string;
  /** Where folders of runs are made; that of the system for what is temporary unless given. */
  readonly folder?: string;
};

/**
 * Trains a run of a sweep: from the last checkpoint that any worker has brought to the store, and with each of its own brought there. What
 * it comes to, with its files, is kept under its id; a run that has a result is not done again.
 *
 * @throws when the sweep is of another version, or what it comes to cannot be kept.
 */
export async function workOnTrial(
  store: Store,
  loaded: LoadedSweep,
  run: TrialRun,
  { train, worker, software, folder: base = tmpdir() }: WorkOnTrialOptions,
): Promise<Settled> {
  const { shared, plan } = loaded;
  if (software !== shared.software) {
    fail('worker', `expected version ${shared.software}, which the sweep is of, got ${software}`);
  }
  const { budget, number } = placeOf(plan, run);
  const id = trialId(loaded, run);
  if (await store.has('results', id)) return { number, status: 'trained', known: true };
  await mkdir(base, { recursive: true });
  const folder = await mkdtemp(join(base, 'ibp-run-'));
  try {
    const saved = await checkpointOf(store, id);
    if (saved) await writeFiles(folder, saved);
    const found = await train({
      ...{ task: shared.task, sweep: shared.sweep, point: plan.points[run.trial]!, budget, folder },
      others: () => curvesBeside(store, loaded, run),
      onCheckpoint: async () => store.write('checkpoints', id, encodeFiles(await readFiles(folder))),
    });
    const files = await putFile(store, encodeFiles(await readFiles(folder)));
    await store.write('results', id, claimBytes({ id, worker, software, found, files }));
    await store.remove('checkpoints', id);
    return { number, status: 'trained' };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The files of the last checkpoint; one that is damaged is none. */
async function checkpointOf(store: Store, id: string) {
  const bytes = await store.read('checkpoints', id);
  try {
    return bytes && decodeFiles(bytes);
  } catch {
    return undefined;
  }
}

/** What those beside a run have had as errors, of those whose results are there. */
async function curvesBeside(store: Store, loaded: LoadedSweep, run: TrialRun): Promise<LearningCurve[]> {
  const curves: LearningCurve[] = [];
  for (const trial of besideOf(loaded.plan, run)) {
    if (trial === run.trial) continue;
    const bytes = await store.read('results', trialId(loaded, { ...run, trial }));
    if (!bytes) continue;
    try {
      const { found, software } = readClaim(bytes);
      if (found.curve && software === loaded.shared.software) curves.push(found.curve);
    } catch {
      // who collects finds it, and says so
    }
  }
  return curves;
}
