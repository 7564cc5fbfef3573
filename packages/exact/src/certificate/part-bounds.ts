import { type PlainNetwork, sizeOf } from '@ibp/core';
import type { Slopes } from '../rigorous/backward-activation';
import { type Enclosures, enclose } from '../rigorous/enclose';
import { base64ToFloat32 } from './base64';
import { uncovered } from './coverage';
import { type Finding, open, rejected } from './finding';
import { checkerLimits } from './limits';
import { conjunctionBounds, type Region } from './region';
import type { CertificateSlopes, PartProof } from './schema';

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

/** A branch and bound over the signs of units. */
export type Tree = Extract<PartProof, { kind: 'tree' }>;

/** The bounds of each conjunction over one leaf of a tree, whose enclosures are given. */
export function leafBounds(
  proof: Tree,
  { betas = [], below = [], multipliers }: Tree['leaves'][number],
  leaf: Enclosures,
  { network, unsafe }: Pick<Region, 'network' | 'unsafe'>,
): Float64Array {
  const conjunctions = proof.conjunctions.map((k) => unsafe[k]!);
  // what is no list of numbers leaves the choice of slopes to `relax`
  const slopes = (proof.units ?? []).map((of, k) => ({
    ...of,
    below: Array.from(base64ToFloat32(below[k] ?? '') ?? []),
  }));
  const options = { betas, slopes: slopesOf(network, slopes) };
  return conjunctionBounds(network, leaf, conjunctions, options, multipliers);
}

/** The bounds of each conjunction over each leaf; the greatest counts. */
function treeBounds(proof: Tree, at: Region): Float64Array {
  const root = at.enclosures(proof.intermediate);
  const worst = new Float64Array(proof.conjunctions.length).fill(Number.NEGATIVE_INFINITY);
  for (const own of proof.leaves) {
    const leaf = enclose(at.network, at.box, { splits: own.splits, tighter: root.boxes });
    for (const [k, bound] of leafBounds(proof, own, leaf, at).entries()) {
      worst[k] = Math.max(worst[k]!, bound); // NaN stays
    }
  }
  return worst;
}

/**
 * What a proof over a box, or over a part of one, gives in exact arithmetic for each of its conjunctions: below 0, the
 * conjunction is refuted there.
 */
export function partBounds(proof: PartProof, at: Region): Float64Array {
  if (proof.kind === 'tree') return treeBounds(proof, at);
  const { network, unsafe, enclosures } = at;
  const conjunctions = proof.conjunctions.map((k) => unsafe[k]!);
  const { multipliers } = proof;
  if (proof.kind === 'ibp') {
    return conjunctionBounds(network, enclosures('ibp'), conjunctions, { through: 'linear' }, multipliers);
  }
  const slopes = slopesOf(network, proof.slopes);
  const enclosed = enclosures(proof.intermediate);
  return conjunctionBounds(network, enclosed, conjunctions, { slopes }, multipliers);
}

/** What keeps a tree from being a proof, whatever its bounds. */
export function treeFault({ leaves }: Tree): Finding | undefined {
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
