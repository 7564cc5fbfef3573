import type { PlainNetwork } from '@ibp/core';
import { type PlainSpec, type Region, someRows } from '@ibp/exact';
import type { Attack, Found } from '../attack/attack';
import type { Limits } from '../limits';
import type { PropertyReason } from '../result';
import { wholeNumber } from '../workers/leaf-trees';
import { type Crew, searchTogether } from '../workers/together';
import { firstDuals } from './descend';
import type { HiddenLayer } from './hidden-layer';
import type { Leaf } from './leaf';
import { planeSession } from './session';

export type PlaneSearchOptions = {
  readonly limits: Limits;
  readonly attack: Attack;
  readonly seed: number;
  readonly onBatch?: (open: number) => void;
  /** Others who search beside this thread. */
  readonly planeCrew?: ((conjunction: number) => Crew | undefined) | undefined;
};

/** What became of one conjunction of a single row. */
export type PlaneOutcome = {
  readonly status: 'verified' | 'falsified' | 'unknown';
  readonly witness?: Found;
  readonly reason?: PropertyReason;
  readonly leaves: readonly Leaf[];
  readonly bound: number;
};

/**
 * Refutes a conjunction of one row over a box: parts by sides of units that planes are above, until each is refuted in exact
 * arithmetic, or a point is found that is none.
 */
export async function searchPlanes(
  plain: PlainNetwork,
  layer: HiddenLayer,
  at: Region,
  conjunction: number,
  { limits, attack, seed, onBatch, planeCrew }: PlaneSearchOptions,
): Promise<PlaneOutcome> {
  const session = planeSession(plain, layer, at, conjunction, {
    ...{ attack, seed, onBatch, before: limits.nodes },
  });
  const { concave } = session;
  const sides = new Int8Array(concave.above.units.length);
  const part = { order: [], sides, duals: firstDuals(concave), bound: Number.POSITIVE_INFINITY };
  session.take([{ number: wholeNumber, part }]);
  const { witness, reason, unresolved } = await searchTogether(session, limits, planeCrew?.(conjunction));
  const { leaves, worst: bound } = session.found();
  if (witness) return { status: 'falsified', witness, leaves, bound };
  if (reason) return { status: 'unknown', reason, leaves, bound };
  if (unresolved) return { status: 'unknown', reason: 'unresolved', leaves, bound };
  return { status: 'verified', leaves, bound };
}

/** The rows of conjunctions of one row each; nothing where one has several. */
export const singleRows = (spec: PlainSpec, conjunctions: readonly { start: number; end: number }[]) =>
  conjunctions.every(({ start, end }) => end - start === 1)
    ? conjunctions.map(({ start }) => someRows(spec, [start]))
    : undefined;
