import { type PlainNetwork, sizeOf } from '@ibp/core';
import { misfit } from './leaf-planes';
import type { CertificateProof } from './proof-schema';

/** How many rows each conjunction of a property has, and how many boxes it has. */
export type Sizes = {
  readonly network: PlainNetwork;
  readonly rows: readonly number[];
  readonly boxes: number;
};

/** What is wrong with a proof before anything is computed; `undefined` if nothing is. */
export function malformed(proof: CertificateProof, sizes: Sizes): string | undefined {
  const { conjunctions, bounds, box } = proof;
  const beyond = conjunctions.find((k) => k >= sizes.rows.length);
  if (beyond !== undefined) return `expected conjunctions below ${sizes.rows.length}, got ${beyond}`;
  if (new Set(conjunctions).size < conjunctions.length) return 'a conjunction comes twice in a proof';
  if (box !== undefined && box >= sizes.boxes) return `expected a box below ${sizes.boxes}, got ${box}`;
  if (bounds && bounds.length !== conjunctions.length) return 'expected a bound for each conjunction';
  const positive = bounds?.findIndex((bound) => !(bound < 0)) ?? -1;
  if (positive >= 0) {
    return `conjunction ${conjunctions[positive]}: a bound of ${bounds![positive]} proves nothing`;
  }
  const rows = conjunctions.map((k) => sizes.rows[k]!);
  if (proof.kind === 'ibp' || proof.kind === 'sdp') return badMultipliers(proof.multipliers, rows);
  if (proof.kind === 'crown') {
    return badMultipliers(proof.multipliers, rows) ?? listed(proof.slopes ?? [], sizes.network);
  }
  return proof.kind === 'tree' ? malformedTree(proof, sizes.network, rows) : undefined;
}

function badMultipliers(
  multipliers: readonly (readonly number[])[] | undefined,
  rows: readonly number[],
): string | undefined {
  if (!multipliers) return undefined;
  if (multipliers.length !== rows.length) return 'expected multipliers for each conjunction, or none';
  const wrong = multipliers.findIndex(({ length }, k) => length > 0 && length !== rows[k]);
  return wrong < 0
    ? undefined
    : `expected a multiplier for each of ${rows[wrong]} rows, got ${multipliers[wrong]!.length}`;
}

function malformedTree(
  { leaves, units = [], hidden = [], clips = [], conjunctions }: Extract<CertificateProof, { kind: 'tree' }>,
  network: PlainNetwork,
  rows: readonly number[],
): string | undefined {
  const wrong = leaves.findIndex(
    ({ splits, betas, below }) =>
      (betas && (betas.length !== splits.length || betas.some((beta) => !(beta >= 0)))) ||
      (below && below.length > units.length) ||
      splits.some(({ node, unit }) => unit >= sizeOf(network.nodes[node]?.shape ?? [0])),
  );
  if (wrong >= 0) return `leaf ${wrong}: expected units of the network and a beta >= 0 for each split`;
  for (const [i, { multipliers, planes = [] }] of leaves.entries()) {
    const bad = badMultipliers(multipliers, rows) ?? listed(planes, network) ?? misfit(planes, network);
    if (bad) return `leaf ${i}: ${bad}`;
  }
  const unfit = leaves.findIndex(({ splits, clipped = [] }) =>
    clipped.some(
      ([count, by], k) =>
        count > splits.length ||
        count < (clipped[k - 1]?.[0] ?? 0) ||
        (clips[by]?.betas?.length ?? 0) > count ||
        clips[by] === undefined,
    ),
  );
  if (unfit >= 0)
    return `leaf ${unfit}: expected clips that there are, each of no fewer splits than the one before`;
  if (clips.length > 0 && conjunctions.length > 1) return 'expected clips of one conjunction';
  for (const [i, { betas = [], below = [], multipliers }] of clips.entries()) {
    if (betas.some((beta) => !(beta >= 0)) || below.length > units.length)
      return `clip ${i}: expected every beta >= 0`;
    const bad = badMultipliers(multipliers, rows);
    if (bad) return `clip ${i}: ${bad}`;
  }
  const uneven = hidden.find(
    ({ units: own, above, below }) =>
      new Set(own).size < own.length || above.length !== own.length || below.length !== own.length,
  );
  if (uneven) return `node ${uneven.node}: expected slopes above and below for each hidden unit, each once`;
  return listed(units, network) ?? listed(hidden, network);
}

/** A node that is listed often would cost much more than its few letters. */
function listed(
  slopes: readonly { readonly node: number; readonly units: readonly number[] }[],
  { nodes }: PlainNetwork,
): string | undefined {
  const seen = new Set<number>();
  for (const { node, units } of slopes) {
    if (node >= nodes.length) return `expected slopes of nodes below ${nodes.length}, got ${node}`;
    if (seen.has(node)) return `slopes of node ${node} come twice`;
    seen.add(node);
    const size = sizeOf(nodes[node]!.shape);
    const beyond = units.find((unit) => unit >= size);
    if (beyond !== undefined) return `expected slopes of units below ${size} of node ${node}, got ${beyond}`;
  }
  return undefined;
}
