import type { PlainNetwork } from '@ibp/core';
import {
  assertProperty,
  type CertificateProof,
  type Confirmation,
  type ConfirmOptions,
  confirmedBoxTree,
  confirmedProofs,
  confirmedTree,
  type Enclosure,
  type ExampleOutcome,
  maximaByRelu,
  type PlainSpec,
  type ProofAbout,
  type Property,
  packNumbers,
  region,
  rowsNetwork,
  type TreeConfirmation,
} from '@ibp/exact';
import type { PropertyResult, PropertyWitness } from '../property/result';
import { inMaximaByRelu, isTree, ofMaximaByRelu } from './maxima-by-relu';

/** Options of `propertyOutcome`. */
export type PropertyOutcomeOptions = Pick<
  ConfirmOptions,
  'intermediate' | 'leaves' | 'signal' | 'arithmetic'
> & {
  /** Place of the property among those that the certificate is of; 0 unless given. */
  readonly index?: number;
  /** Seconds for all boxes together; no limit unless given. */
  readonly budget?: number;
};

/** A box in exact arithmetic: its proofs, one for each conjunction or for all together; none where there is no proof. */
export type BoxConfirmation = Pick<Confirmation, 'leaves' | 'reason'> & {
  readonly proofs?: readonly CertificateProof[];
};

/** What a certificate holds of a property. */
export type PropertyOutcome = {
  readonly outcome: ExampleOutcome;
  /** Of a property that was verified, what exact arithmetic made of each box. */
  readonly boxes: readonly BoxConfirmation[];
  /** Whether the checker will confirm it: of a verified property every box has a proof in exact arithmetic. */
  readonly confirmed: boolean;
  /** The share of the search's leaves, of 1, that hold in exact arithmetic as they are; the others were cut further. */
  readonly share: number;
};

/** Features up to which a box that was proved in another way is cut in exact arithmetic alone. */
const FEW = 20;

/**
 * What `verifyProperty` found out, as a certificate holds it. What it verified with float32 bounds is done again in exact
 * arithmetic and cut further where it does not hold there (`confirmedBoxTree`), so that "verified" is a proof wherever it
 * can be one; a box for which it cannot is `unchecked`, and its certificate not confirmable.
 *
 * @throws when the property is not one of the network.
 *
 * @example
 * ```ts
 * import { checkCertificate, createCertificate } from '@ibp/exact';
 * import { dense, network, relu, sequential } from '@ibp/layers';
 * import { plainNetwork, propertyOutcome, verifyProperty } from '@ibp/verify';
 *
 * const net = network([2], sequential(dense(16), relu(), dense(3)), { seed: 8 });
 * // unsafe: output 0 is the greatest
 * const property = {
 *   boxes: [{ lower: Float64Array.of(0.8, 0), upper: Float64Array.of(1, 0.2) }],
 *   unsafe: [{ c: Float64Array.of(1, -1, 0, 1, 0, -1), d: Float64Array.of(0, 0) }],
 * };
 * const result = await verifyProperty(net, property, { budget: 60 });
 * const plain = await plainNetwork(net);
 * const { outcome } = await propertyOutcome(plain, property, result, { budget: 60 });
 * const certificate = await createCertificate(plain, [outcome], { mode: 'rigorous' });
 * const check = await checkCertificate(certificate, plain, [property]);
 * console.log(check.confirmed.verified); // 1
 * ```
 */
export async function propertyOutcome(
  network: PlainNetwork,
  property: Property,
  result: PropertyResult,
  options: PropertyOutcomeOptions = {},
): Promise<PropertyOutcome> {
  assertProperty('propertyOutcome', network, property);
  const { index = 0 } = options;
  const { status, reason = 'undecided', witness, method } = result;
  const about = { index, statement: property };
  const none = { boxes: [], share: 0 };
  if (status === 'falsified' && witness) {
    const at = { x: packNumbers(pointOf(witness, property)), conjunction: witness.conjunction };
    const verdict = { status, method, witness: at };
    return { ...none, outcome: { ...about, verdict }, confirmed: true };
  }
  if (status !== 'verified') {
    return { ...none, outcome: { ...about, verdict: { status: 'unknown', reason } }, confirmed: false };
  }
  const boxes = await confirmedBoxes(rowsNetwork(network, property), property, result, options);
  const conjunctions = [...property.unsafe.keys()];
  const proofs = boxes.flatMap(
    ({ proofs: own }, box): readonly CertificateProof[] =>
      own ?? [{ kind: 'unchecked', method, conjunctions, box }],
  );
  const [held, given] = (['held', 'given'] as const).map((which) =>
    boxes.reduce((sum, { leaves }) => sum + leaves[which], 0),
  );
  return {
    outcome: { ...about, verdict: { status, proofs } },
    boxes,
    confirmed: boxes.every(({ proofs: own }) => own),
    share: held! / given!,
  };
}

async function confirmedBoxes(
  network: PlainNetwork,
  { boxes, unsafe }: Property,
  { trees, proofs }: PropertyResult,
  { budget = Number.POSITIVE_INFINITY, ...options }: PropertyOutcomeOptions,
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

/** The point of the box that a witness stands for: a feature whose interval holds no float32 has one beside it. */
function pointOf({ x, box }: PropertyWitness, { boxes }: Property): Float64Array {
  const { lower, upper } = boxes[box]!;
  return Float64Array.from(x, (value, i) => Math.min(Math.max(value, lower[i]!), upper[i]!));
}
