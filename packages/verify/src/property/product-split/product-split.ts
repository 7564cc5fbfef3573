import { type PlainNetwork, sizeOf } from '@ibp/core';
import {
  affineMaps,
  type CertificateProof,
  type Enclosure,
  type Region,
  region,
  rigorousRefusal,
  someRows,
} from '@ibp/exact';
import type { BoxOutcome } from '../input-split';
import type { UnsafeRows } from '../rows';
import type { Checked } from '../witness';
import { type ProductSearchOptions, searchProducts } from './search';

/** The ops that make products of what they take in, or divide by sums of it. */
const productOps: ReadonlySet<string> = new Set(['multiply', 'matMul', 'softmax']);

/** Of more products, those of a pass back for every unit of the widest node, bounds of hidden units alone would take minutes. */
const mostWork = 2 ** 26;

/** Whether a network has products of variables. */
export const hasProducts = ({ nodes }: PlainNetwork): boolean => nodes.some(({ op }) => productOps.has(op));

/** Whether it is one of those that are cut at what products take in. */
export function fitsProducts(plain: PlainNetwork): boolean {
  if (!hasProducts(plain) || rigorousRefusal(plain)) return false;
  const work = affineMaps(plain).reduce((sum, map) => sum + (map ? map.outputs * map.maxTerms : 0), 0);
  const most = Math.max(...plain.nodes.map(({ shape }) => sizeOf(shape)));
  return work * most <= mostWork;
}

/** The box, and the conjunctions of rows, as proofs are about them. */
export const productRegion = (
  plain: PlainNetwork,
  box: Enclosure,
  { spec, conjunctions }: UnsafeRows,
): Region =>
  region(
    plain,
    box,
    conjunctions.map(({ start, end }) =>
      someRows(
        spec,
        Array.from({ length: end - start }, (_, r) => start + r),
      ),
    ),
  );

/**
 * Branch and bound of networks with products of variables and softmax, such as attention: a factor is cut at a value as a smooth
 * activation is (GenBaB, Shi et al. 2025), since the tangent plane of a product loses the product of both radii. All is in exact
 * arithmetic, and so for small networks. Nothing where the network is none of those.
 */
export async function splitProducts(
  whole: Enclosure,
  { plain, rows }: Checked,
  options: ProductSearchOptions,
): Promise<BoxOutcome | undefined> {
  if (!fitsProducts(plain)) return undefined;
  const at = productRegion(plain, whole, rows);
  if (at.enclosures('crown').state !== 'bounded') return undefined;
  const method = 'branch-and-bound';
  const proofs: CertificateProof[] = [];
  for (const conjunction of rows.conjunctions.keys()) {
    const found = await searchProducts(plain, at, conjunction, options);
    const { status, witness, reason, proof } = found;
    if (status !== 'verified' || !proof) {
      return { status, method, ...(witness ? { witness } : {}), ...(reason ? { reason } : {}) };
    }
    proofs.push(proof);
  }
  return { status: 'verified', method, proofs };
}
