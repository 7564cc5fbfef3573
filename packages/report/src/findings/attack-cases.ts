import type { PixelData } from '../picture/pixels';
import type { CaseData } from './examples-of';

/** What an attack of `@ibp/attack` gives for an example. */
export type AttackResultData = {
  readonly status: string;
  readonly witness: PixelData | null;
  readonly margin: number | null;
  /** The row that the witness violates. */
  readonly spec: number;
  /** Runs that were made; none where the example itself is wrong. */
  readonly runs: number;
};

/** What an attack on the classes of examples found, in their order, as cases for `examplesOf`. */
export const attackCases = (results: Iterable<AttackResultData>, method = 'pgd'): CaseData[] =>
  Array.from(results, ({ status, witness, margin, spec, runs }, index) => ({
    index,
    verdict: {
      status,
      method: status === 'broken' && runs === 0 ? 'clean' : method,
      ...(witness ? { witness: { x: witness, margin, row: spec } } : {}),
    },
  }));
