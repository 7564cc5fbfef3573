import { plainChain, plainTensor } from '@ibp/testing';
import type { Property } from '../../property/property';
import type { CertificateProof } from '../proof-schema';
import { certificateOf, check, verified } from '../testing';
import { type BoxNode, type BoxTree, boxTreeOf } from './box-tree';
import { boxTreeProof } from './pack';

/** One input `x`, two outputs `|x|` and `x` (as `|x + 2| - 2`). */
export const network = plainChain(
  [1],
  ['dense', { kernel: plainTensor([1, 2], [1, 1]), bias: plainTensor([2], [0, 2]) }],
  ['abs', {}],
  ['dense', { kernel: plainTensor([2, 2], [1, 0, 0, 1]), bias: plainTensor([2], [0, -2]) }],
);

/** Of the x from -1 to 1, none has `|x| <= 0.4` and `x >= 0.5`: true, but not by either row, since 0 and 1 meet one each. */
export const property: Property = {
  boxes: [{ lower: Float64Array.of(-1), upper: Float64Array.of(1) }],
  unsafe: [{ c: Float64Array.of(-1, 0, 0, 1), d: Float64Array.of(0.4, -0.5) }],
};

/** Cut at 0: of the lower half x is at most 0, of the upper one `x - |x| - 0.1` is -0.1. */
export const cutAt0 = boxTreeOf([{ feature: 0, at: 0, lower: 1, upper: 2 }, {}, { multipliers: [1, 1] }]);

/** Cut at 0 and 0.45: between them x is at most 0.45, beyond them |x| is at least that. */
export const cutTwice: readonly BoxNode[] = [
  { feature: 0, at: 0, lower: 1, upper: 2 },
  {},
  { feature: 0, at: 0.45, lower: 3, upper: 4 },
  {},
  {},
];

export const about = { conjunctions: [0], intermediate: 'ibp' } as const;

export const proofBy = (tree: Partial<BoxTree>): CertificateProof =>
  boxTreeProof({ ...cutAt0, ...tree }, about);

/** What becomes of a certificate with this proof. */
export const checked = async (...proofs: CertificateProof[]) =>
  check(await certificateOf(property, verified(...proofs), network), property, network);
