import type { AttackResult, AttackStatus, ExampleResult } from './attack';
import type { Score } from './score';

/** What is known of each example so far. */
export type Ledger = {
  readonly isBroken: (example: number) => boolean;
  readonly begin: (example: number) => void;
  readonly count: (example: number, evaluations: number) => void;
  /** A point was evaluated; not a number where its margin is NaN. */
  readonly see: (example: number, score: Score) => void;
  /** A witness that was judged; the first stays. */
  readonly break: (example: number, witness: Float32Array, score: Score) => void;
  readonly result: () => AttackResult;
};

type Entry = { -readonly [K in keyof ExampleResult]: ExampleResult[K] };

export function createLedger(examples: number): Ledger {
  const entries = Array.from(
    { length: examples },
    (): Entry => ({
      status: 'unbroken',
      witness: null,
      margin: Number.NaN,
      spec: -1,
      evaluations: 0,
      runs: 0,
    }),
  );
  const mark = (entry: Entry, status: AttackStatus): void => {
    if (entry.status !== 'broken') entry.status = status;
  };
  return {
    isBroken: (example) => entries[example]!.status === 'broken',
    begin: (example) => {
      entries[example]!.runs += 1;
    },
    count: (example, evaluations) => {
      entries[example]!.evaluations += evaluations;
    },
    see: (example, { margin, spec }) => {
      const entry = entries[example]!;
      if (Number.isNaN(margin)) mark(entry, 'undefined');
      else if (entry.status !== 'broken' && !(margin <= entry.margin)) Object.assign(entry, { margin, spec });
    },
    break: (example, witness, { margin, spec }) => {
      const entry = entries[example]!;
      if (entry.status === 'broken') return;
      Object.assign(entry, { status: 'broken', witness: witness.slice(), margin, spec });
    },
    result: () => ({
      examples: entries.map((entry) => ({ ...entry })),
      evaluations: entries.reduce((sum, { evaluations }) => sum + evaluations, 0),
    }),
  };
}
