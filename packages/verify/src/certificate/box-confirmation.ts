import type { PlainNetwork } from '@ibp/core';
import {
  type CertificateProof,
  type Confirmation,
  type ConfirmOptions,
  confirmedBoxTree,
  confirmedProofs,
  confirmedTree,
  type Enclosure,
  maximaByRelu,
  type PlainSpec,
  type ProofAbout,
  type Property,
  region,
  type TreeConfirmation,
} from '@ibp/exact';
import type { PropertyResult } from '../property/result';
import { inMaximaByRelu, isTree, ofMaximaByRelu } from './maxima-by-relu';

/** A box in exact arithmetic: its proofs, one for each conjunction or for all together; none where there is no proof. */
export type BoxConfirmation = Pick<Confirmation, 'leaves' | 'reason'> & {
  readonly proofs?: readonly CertificateProof[];
};

/** Features up to which a box that was proved in another way is cut in exact arithmetic alone. */
const FEW = 20;

/** What each box of a property that was verified has in exact arithmetic. */
export async function confirmedBoxes(
  network: PlainNetwork,
  { boxes, unsafe }: Property,
  { trees, proofs }: PropertyResult,
  { budget = Number.POSITIVE_INFINITY, ...options }: ConfirmOptions,
): Promise<BoxConfirmation[]> {
  const { intermediate, leaves, signal, arithmetic } = options;
  const rest = {
    ...(intermediate ? { intermediate } : {}),
    ...(leaves === undefined ? {} : { leaves }),
    ...(signal ? { signal } : {}),
    ...(arithmetic ? { arithmetic } : {}),
  };
  const start = performance.now();
  const found: BoxConfirmation[] = [];
  for (const [box, region] of boxes.entries()) {
    const tree = trees[box];
    const left = budget - (performance.now() - start) / 1000;
    const own = proofs[box];
    if (own) {
      const done = await confirmedInForm(network, { box: region, unsafe }, own, { ...rest, budget: left });
      found.push({
        ...done,
        ...(done.proofs && { proofs: done.proofs.map((proof) => ({ ...proof, box })) }),
      });
      continue;
    }
    if (!tree && region.lower.length > FEW) {
      const reason = 'it was not proved by cuts of its features';
      found.push({ leaves: { given: 1, held: 0, proof: 0 }, reason });
      continue;
    }
    const confirmation = await confirmedBoxTree(network, region, unsafe, tree, {
      ...rest,
      box,
      budget: left,
    });
    found.push(boxed(confirmation));
  }
  return found;
}

const boxed = ({ leaves, reason, proof }: Confirmation): BoxConfirmation => ({
  leaves,
  ...(proof ? { proofs: [proof] } : {}),
  ...(reason === undefined ? {} : { reason }),
});

/** Proofs by signs of activations; those of another form of the network are done again there, and stay of it. */
async function confirmedInForm(
  ...[network, about, given, options]: Parameters<typeof confirmedSplits>
): Promise<BoxConfirmation> {
  const inner = inMaximaByRelu(given[0]);
  if (!inner) return confirmedSplits(network, about, given, options);
  const { arithmetic = 'real' } = options;
  if (arithmetic !== 'real') {
    const leaves = { given: inner.length, held: 0, proof: 0 };
    return {
      leaves,
      reason: `max pools written as relus round elsewhere: that proves nothing in ${arithmetic}`,
    };
  }
  const found = await confirmedSplits(maximaByRelu(network), about, inner, options);
  return { ...found, ...(found.proofs && { proofs: [ofMaximaByRelu(found.proofs.filter(isTree))] }) };
}

/** Proofs by signs of activations, of a conjunction each. */
async function confirmedSplits(
  network: PlainNetwork,
  about: { readonly box: Enclosure; readonly unsafe: readonly PlainSpec[] },
  given: readonly CertificateProof[],
  { budget, arithmetic, ...rest }: ConfirmOptions & { readonly budget: number },
): Promise<BoxConfirmation> {
  const start = performance.now();
  const leaves = { given: 0, held: 0, proof: 0 };
  const proofs: CertificateProof[] = [];
  const at = region(network, about.box, about.unsafe, arithmetic);
  const shown = new Set(given.flatMap(({ conjunctions }) => conjunctions));
  const missing = about.unsafe.findIndex((_, k) => !shown.has(k));
  if (missing >= 0) return { leaves, reason: `it has no proof of conjunction ${missing}` };
  for (const one of given) {
    const left = budget - (performance.now() - start) / 1000;
    const done =
      one.kind === 'tree'
        ? await confirmedTree(network, one, at, { ...rest, budget: left })
        : wholeBox(network, one, at);
    for (const which of ['given', 'held', 'proof'] as const) leaves[which] += done.leaves[which];
    if (!done.proof) return { leaves, reason: done.reason ?? 'it does not hold' };
    proofs.push(done.proof);
  }
  return { leaves, proofs };
}

function wholeBox(network: PlainNetwork, given: CertificateProof, about: ProofAbout): TreeConfirmation {
  const [proof] = confirmedProofs([given], network, about);
  const held = proof ? 1 : 0;
  const leaves = { given: 1, held, proof: held };
  return proof ? { leaves, proof } : { leaves, reason: 'a bound does not hold in exact arithmetic' };
}
