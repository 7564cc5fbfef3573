import type { PlainNetwork } from '@ibp/core';
import {
  assertProperty,
  type CertificateProof,
  type ConfirmOptions,
  type ExampleOutcome,
  type Property,
  packNumbers,
  rowsNetwork,
} from '@ibp/exact';
import type { PropertyResult, PropertyWitness } from '../property/result';
import { type BoxConfirmation, confirmedBoxes } from './box-confirmation';

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

/** The point of the box that a witness stands for: a feature whose interval holds no float32 has one beside it. */
function pointOf({ x, box }: PropertyWitness, { boxes }: Property): Float64Array {
  const { lower, upper } = boxes[box]!;
  return Float64Array.from(x, (value, i) => Math.min(Math.max(value, lower[i]!), upper[i]!));
}
