import { type Finding, open, rejected } from '../finding';
import { checkerLimits } from '../limits';
import { malformed, type Sizes } from '../malformed';
import { treeFault as splitsFault } from '../part-bounds';
import type { Region } from '../region';
import { multiplicationsOf, tooMuchWork, treeMultiplications } from '../work';
import type { BoxTree } from './box-tree';
import type { BoxTreeProof } from './pack';
import { leafCount, treeFault } from './walk';

/** What keeps a cut box from being a proof, whatever its bounds: found before anything is computed. */
export function boxTreeFault(
  tree: BoxTree,
  { conjunctions, intermediate }: BoxTreeProof,
  { network, box, unsafe }: Region,
): Finding | undefined {
  const count = leafCount(tree);
  const inner = tree.own.flatMap(({ proofs }) => proofs);
  const leaves = inner.reduce((sum, own) => sum + (own.kind === 'tree' ? own.leaves.length : 0), count);
  if (leaves > checkerLimits.leaves) {
    return open(`${leaves} leaves are more than the ${checkerLimits.leaves} that are checked`);
  }
  const rows = conjunctions.reduce((sum, k) => sum + unsafe[k]!.d.length, 0);
  const fault = treeFault(tree, box, rows);
  if (fault) return rejected(fault);
  // a leaf's own proofs may take more than the tree says
  const most = inner.some((own) => own.kind !== 'ibp' && own.intermediate === 'crown')
    ? 'crown'
    : intermediate;
  const trees = inner.flatMap((own) => (own.kind === 'tree' && own.hidden ? [own] : []));
  const work = trees.reduce(
    (sum, own) => sum + treeMultiplications(network, own, rows),
    multiplicationsOf(network, leaves, rows, most),
  );
  const costly = tooMuchWork(`${leaves} leaves`, work);
  if (costly) return costly;
  const sizes = { network, rows: unsafe.map(({ d }) => d.length), boxes: 1 };
  for (const { leaf, proofs } of tree.own) {
    const found = ownFault(proofs, conjunctions, sizes);
    if (found) return { ...found, reason: `leaf ${leaf}: ${found.reason}` };
  }
  return undefined;
}

/** Each conjunction is proved, once, and nothing else is. */
function ownFault(
  proofs: BoxTree['own'][number]['proofs'],
  conjunctions: readonly number[],
  sizes: Sizes,
): Finding | undefined {
  const shown = proofs.flatMap((proof) => proof.conjunctions);
  const missing = conjunctions.find((k) => !shown.includes(k));
  if (missing !== undefined) return rejected(`no proof for conjunction ${missing}`);
  if (shown.length > conjunctions.length) return rejected('it proves more than is to be shown');
  for (const proof of proofs) {
    if (proof.box !== undefined) return rejected('a proof of its own is of no other box');
    const wrong = malformed(proof, sizes);
    if (wrong) return rejected(wrong);
    const fault = proof.kind === 'tree' ? splitsFault(proof) : undefined;
    if (fault) return fault;
  }
  return undefined;
}
