import { type PlainNetwork, sizeOf } from '@ibp/core';
import type { Slopes } from '../rigorous/backward-activation';
import { enclose, rigorousRefusal } from '../rigorous/enclose';
import { isSound } from '../rigorous/enclosure';
import { base64ToFloat32 } from './base64';
import { uncovered } from './coverage';
import { checkerLimits } from './limits';
import { malformed } from './malformed';
import { conjunctionBounds, type Region } from './region';
import type { CertificateProof, CertificateSlopes } from './schema';

/** `confirmed` in exact arithmetic; `not confirmable`: nothing is wrong, and nothing is shown; `rejected`. */
export type Finding = {
  readonly status: 'confirmed' | 'not confirmable' | 'rejected';
  readonly reason: string;
  /** What the proof gives for each of its conjunctions, where that was computed. */
  readonly bounds?: readonly number[];
};

export const rejected = (reason: string): Finding => ({ status: 'rejected', reason });
export const open = (reason: string): Finding => ({ status: 'not confirmable', reason });

/** Sparse slopes as arrays with NaN, "choose", elsewhere. */
function slopesOf(
  { nodes }: PlainNetwork,
  sparse: readonly CertificateSlopes[] = [],
): { [node: number]: Slopes } {
  const spread = (node: number, units: readonly number[], values: readonly number[] | undefined) => {
    if (!values) return undefined;
    const all = new Float64Array(sizeOf(nodes[node]!.shape)).fill(Number.NaN);
    units.forEach((unit, k) => {
      all[unit] = values[k] ?? Number.NaN;
    });
    return all;
  };
  return Object.fromEntries(
    sparse.map(({ node, units, above, below }) => [
      node,
      { above: spread(node, units, above), below: spread(node, units, below) },
    ]),
  );
}

type Tree = Extract<CertificateProof, { kind: 'tree' }>;

/** The bounds of each conjunction over each leaf; the greatest counts. */
function treeBounds(proof: Tree, { network, box, unsafe, enclosures }: Region): Float64Array {
  const conjunctions = proof.conjunctions.map((k) => unsafe[k]!);
  const root = enclosures(proof.intermediate);
  const worst = new Float64Array(conjunctions.length).fill(Number.NEGATIVE_INFINITY);
  for (const { splits, betas = [], below = [] } of proof.leaves) {
    const leaf = enclose(network, box, { splits, tighter: root.boxes });
    // what is no list of numbers leaves the choice of slopes to `relax`
    const slopes = (proof.units ?? []).map((of, k) => ({
      ...of,
      below: Array.from(base64ToFloat32(below[k] ?? '') ?? []),
    }));
    const bounds = conjunctionBounds(network, leaf, conjunctions, {
      betas,
      slopes: slopesOf(network, slopes),
    });
    for (const [k, bound] of bounds.entries()) worst[k] = Math.max(worst[k]!, bound); // NaN stays
  }
  return worst;
}

function recompute(proof: Exclude<CertificateProof, { kind: 'unchecked' }>, at: Region): Float64Array {
  if (proof.kind === 'tree') return treeBounds(proof, at);
  const conjunctions = proof.conjunctions.map((k) => at.unsafe[k]!);
  if (proof.kind === 'ibp') {
    return conjunctionBounds(at.network, at.enclosures('ibp'), conjunctions, { through: 'linear' });
  }
  const slopes = slopesOf(at.network, proof.slopes);
  return conjunctionBounds(at.network, at.enclosures(proof.intermediate), conjunctions, { slopes });
}

/** What keeps a tree from being a proof, whatever its bounds. */
function treeFault({ leaves }: Tree): Finding | undefined {
  const splits = leaves.reduce((sum, leaf) => sum + leaf.splits.length, 0);
  if (leaves.length > checkerLimits.leaves) {
    return open(`${leaves.length} leaves are more than the ${checkerLimits.leaves} that are checked`);
  }
  if (splits > checkerLimits.splits) {
    return open(`${splits} splits are more than the ${checkerLimits.splits} that are checked`);
  }
  const gap = uncovered(leaves.map((leaf) => leaf.splits));
  if (!gap) return undefined;
  const path = gap.slice(0, 8).map(({ node, unit, side }) => `node ${node} unit ${unit} ${side}`);
  if (gap.length > path.length) path.push(`${gap.length - path.length} more`);
  return rejected(`no leaf for ${path.join(', ') || 'the whole box'}`);
}

/**
 * Computes the bounds of a proof anew, in exact arithmetic.
 *
 * @param tolerance how far a stored bound may lie below what the proof gives, relative to the larger of 1 and its
 * magnitude: what the arithmetic may have lost that found it.
 */
export function checkProof(proof: CertificateProof, at: Region, tolerance: number): Finding {
  const sizes = { network: at.network, conjunctions: at.unsafe.length, boxes: (proof.box ?? 0) + 1 };
  const wrong = malformed(proof, sizes);
  if (wrong) return rejected(wrong);
  if (proof.kind === 'unchecked') return open(`"${proof.method}" leaves no proof that could be checked`);
  const fault = proof.kind === 'tree' ? treeFault(proof) : undefined;
  if (fault) return fault;
  const refusal = rigorousRefusal(at.network);
  if (refusal) return open(refusal);
  if (!isSound(at.box)) return open('the box has ends that are not finite, or holds no input');
  const found = recompute(proof, at);
  for (const [k, conjunction] of proof.conjunctions.entries()) {
    const [bound, stored] = [found[k]!, proof.bounds?.[k]];
    const least = bound - tolerance * Math.max(1, Math.abs(bound));
    if (stored !== undefined && stored < least) {
      return rejected(
        `conjunction ${conjunction}: stored a bound of ${stored}, but the proof gives ${bound}`,
      );
    }
  }
  const thin = found.findIndex((bound) => !(bound < 0));
  if (thin >= 0) {
    const at0 = `conjunction ${proof.conjunctions[thin]}`;
    return open(`${at0}: the proof gives ${found[thin]} in exact arithmetic, not below 0`);
  }
  const greatest = found.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  return {
    status: 'confirmed',
    reason: `${proof.kind}: all below ${greatest} in exact arithmetic`,
    bounds: Array.from(found),
  };
}
