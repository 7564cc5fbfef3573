import { readFile } from 'node:fs/promises';
import type { AugmentName } from '@ibp/recipes';
import type { Origin } from './begin-from';
import type { Recipe } from './recipe';
import type { Versions } from './versions';
import { writeJson } from './write-json';

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
    readonly test: number;
  };
  /** Of the training images; what it was in versions that do not say, the example tells. */
  readonly augment?: AugmentName;
  readonly network: { readonly parameters: number; readonly hiddenUnits: number };
  readonly sessions: readonly Session[];
};

/** Undefined where there is none: of a run of an earlier version, or one that did not get through a step. */
export async function readRunRecord(file: string): Promise<RunRecord | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new Error(`${file}: expected JSON, got ${(error as Error).message}`);
  }
}

/** Writes what a run is, and adds a session to those that it goes on from. */
export async function addSession(
  file: string,
  run: Omit<RunRecord, 'sessions'>,
  session: Session,
): Promise<void> {
  const before = session.resumedAt > 0 ? ((await readRunRecord(file))?.sessions ?? []) : [];
  await writeJson(file, { ...run, sessions: [...before, session] });
}
