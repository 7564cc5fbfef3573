import type { AugmentName } from '@ibp/recipes';
import type { Part } from './parts';
import { readJsonIfAny } from './read-json';
import type { Recipe } from './recipe';
import type { Validation } from './validation';
import type { Versions } from './versions';
import { writeJson } from './write-json';

/** Whose weights a run began with. */
export type Origin = {
  readonly run: string;
  /** Of what it began with: those weights, widened or with batch norm of its own where they were to be. */
  readonly weightsHash: string;
  /** As they were read, which is what the report of their run says; of the zoo, those of the run that its network was made of. */
  readonly readHash?: string;
};

/** One invocation that trained. */
export type Session = {
  /** Steps done before it. */
  readonly resumedAt: number;
  readonly startedAt: string;
  /** What computed the steps. */
  readonly engine: string;
  readonly backend: string;
  readonly versions: Versions;
  /** Of one that began with another run's weights. */
  readonly origin?: Origin;
};

/** What a run is, written when its first step is done. */
export type RunRecord = {
  readonly example: string;
  readonly recipe: Recipe;
  readonly data: {
    readonly source: string;
    readonly description: string;
    readonly train: number;
    /** Of files of one's own: what the part to train on was. */
    readonly hash?: string;
    /** How many were evaluated on. */
    readonly test: number;
    /** How many test images there are in all; versions that do not say knew only what they evaluated on. */
    readonly testSet?: number;
    /** What they are; test images in versions that do not say. */
    readonly part?: Part;
    /** None held out unless it says so. */
    readonly validation?: Validation;
  };
  /** Of the training images; what it was in versions that do not say, the example tells. */
  readonly augment?: AugmentName;
  readonly network: { readonly parameters: number; readonly hiddenUnits: number };
  readonly sessions: readonly Session[];
};

/**
 * Undefined where there is none: of a run of an earlier version, or one that did not get through a step.
 *
 * @throws when the file is there and no such record.
 */
export function readRunRecord(file: string): RunRecord | undefined {
  const is = 'what a run is, as its first step writes it';
  const record = readJsonIfAny<RunRecord>(file, { is, has: ['example', 'recipe', 'data', 'sessions'] });
  if (record && typeof record.data?.source !== 'string') {
    throw new Error(`${file}: expected ${is}, got data ${JSON.stringify(record.data)}`);
  }
  return record;
}

/** Writes what a run is, and adds a session to those that it goes on from. */
export async function addSession(
  file: string,
  run: Omit<RunRecord, 'sessions'>,
  session: Session,
): Promise<void> {
  const before = session.resumedAt > 0 ? (readRunRecord(file)?.sessions ?? []) : [];
  await writeJson(file, { ...run, sessions: [...before, session] });
}
