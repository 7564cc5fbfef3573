import type { PlainNetwork } from '@ibp/core';
import type { CertificateProof, Region } from '@ibp/exact';
import type { Attack, Found } from '../attack/attack';
import type { Limits } from '../limits';
import type { PropertyReason } from '../result';
import { wholeNumber } from '../workers/leaf-trees';
import { type Crew, searchTogether } from '../workers/together';
import { productSession, treeAbout } from './session';

export type ProductSearchOptions = {
  readonly limits: Limits;
  readonly attack: Attack;
  readonly onBatch?: ((waiting: number) => void) | undefined;
  /** Others who search beside this thread. */
  readonly productCrew?: ((conjunction: number) => Crew | undefined) | undefined;
};

/** What became of one conjunction. */
export type ProductOutcome = {
  readonly status: 'verified' | 'falsified' | 'unknown';
  readonly witness?: Found;
  readonly reason?: PropertyReason;
  readonly proof?: Extract<CertificateProof, { kind: 'tree' }>;
};

/**
 * Refutes a conjunction over a box: parts are cut at values of units until each is refuted as the checker of certificates finds
 * it, or a point is found that is none.
 */
export async function searchProducts(
  network: PlainNetwork,
  at: Region,
  conjunction: number,
  { limits, attack, onBatch, productCrew }: ProductSearchOptions,
): Promise<ProductOutcome> {
  const session = productSession(network, at, conjunction, { attack, onBatch, before: limits.nodes });
  const part = { splits: [], betas: [], bound: Number.POSITIVE_INFINITY };
  session.take([{ number: wholeNumber, part }]);
  const { witness, reason, unresolved } = await searchTogether(session, limits, productCrew?.(conjunction));
  if (witness) return { status: 'falsified', witness };
  if (reason) return { status: 'unknown', reason };
  if (unresolved) return { status: 'unknown', reason: 'unresolved' };
  const { leaves, worst } = session.found();
  return { status: 'verified', proof: { ...treeAbout(conjunction), bounds: [worst], leaves: [...leaves] } };
}
