import { type PlainNetwork, sizeOf } from '@ibp/core';
import type { CertificateProof } from './schema';

/** How many conjunctions and boxes a property has. */
export type Sizes = { readonly network: PlainNetwork; readonly conjunctions: number; readonly boxes: number };

/** What is wrong with a proof before anything is computed; `undefined` if nothing is. */
export function malformed(proof: CertificateProof, sizes: Sizes): string | undefined {
  const { conjunctions, bounds, box } = proof;
  const beyond = conjunctions.find((k) => k >= sizes.conjunctions);
  if (beyond !== undefined) return `expected conjunctions below ${sizes.conjunctions}, got ${beyond}`;
  if (new Set(conjunctions).size < conjunctions.length) return 'a conjunction comes twice in a proof';
  if (box !== undefined && box >= sizes.boxes) return `expected a box below ${sizes.boxes}, got ${box}`;
  if (bounds && bounds.length !== conjunctions.length) return 'expected a bound for each conjunction';
  const positive = bounds?.findIndex((bound) => !(bound < 0)) ?? -1;
  if (positive >= 0) {
    return `conjunction ${conjunctions[positive]}: a bound of ${bounds![positive]} proves nothing`;
  }
  if (proof.kind === 'crown') return listed(proof.slopes ?? [], sizes.network);
  return proof.kind === 'tree' ? malformedTree(proof, sizes.network) : undefined;
}

function malformedTree(
  { leaves, units = [] }: Extract<CertificateProof, { kind: 'tree' }>,
  network: PlainNetwork,
): string | undefined {
  const wrong = leaves.findIndex(
    ({ splits, betas, below }) =>
      (betas && (betas.length !== splits.length || betas.some((beta) => !(beta >= 0)))) ||
      (below && below.length > units.length) ||
      splits.some(({ node, unit }) => unit >= sizeOf(network.nodes[node]?.shape ?? [0])),
  );
  if (wrong < 0) return listed(units, network);
  return `leaf ${wrong}: expected units of the network and a beta >= 0 for each split`;
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
