import { type BoxNode, type BoxTree, boxTreeOf, type CertificateProof, type Enclosure } from '@ibp/exact';
import type { Found } from './attack/attack';
import { type BoxSessionOptions, boxSession } from './box-session';
import type { Limits } from './limits';
import type { PropertyReason } from './result';
import type { UnsafeRows } from './rows';
import { wholeNumber } from './workers/leaf-trees';
import { type Crew, searchTogether } from './workers/together';

/** What became of one box of a property. */
export type BoxOutcome = {
  readonly status: 'verified' | 'falsified' | 'unknown';
  readonly witness?: Found;
  readonly reason?: PropertyReason;
  readonly method: string;
  /** Where verified: how the box was cut, and what refutes the conjunctions on each leaf. */
  readonly tree?: BoxTree;
  readonly proofs?: readonly CertificateProof[];
};

export type InputSplitOptions = Omit<BoxSessionOptions, 'before'> & {
  readonly limits: Limits;
  /** Others who cut beside this thread. */
  readonly crew?: Crew | undefined;
};

/**
 * Cuts a box at its features until every conjunction is refuted on every part, a point is found at which one is
 * true, or a limit is reached. Parts are bounded in batches, the latest first, so that few wait.
 */
export async function splitInputs(
  whole: Enclosure,
  rows: UnsafeRows,
  { limits, crew, ...options }: InputSplitOptions,
): Promise<BoxOutcome> {
  const session = boxSession(whole, rows, { ...options, before: limits.nodes });
  const open = rows.conjunctions.map((_, k) => k);
  session.take([{ number: wholeNumber, part: { box: whole, open, multipliers: [] } }]);
  const { witness, reason, unresolved } = await searchTogether(session, limits, crew);
  const method = 'input-split';
  if (witness) return { status: 'falsified', method, witness };
  if (reason) return { status: 'unknown', method, reason };
  if (unresolved) return { status: 'unknown', method, reason: 'unresolved' };
  return { status: 'verified', method, tree: boxTreeOf(session.nodes as readonly BoxNode[]) };
}
