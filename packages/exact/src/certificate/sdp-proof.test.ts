import { plainChain, plainDense, plainTensor } from '@ibp/testing';
import type { Property } from '../property/property';
import { checkerLimits } from './limits';
import type { CertificateProof } from './proof-schema';
import { certificateOf, check, verified } from './testing';

/** Outputs `|x|`, as `relu(x) + relu(-x)`, and 3. */
const network = plainChain(
  [1],
  ['dense', { kernel: plainTensor([1, 2], [1, -1]) }],
  ['relu', {}],
  ['dense', { kernel: plainTensor([2, 2], [1, 0, 1, 0]), bias: plainTensor([2], [0, 3]) }],
);
const within = (radius: number, c = [1, -1], d = [0]): Property => ({
  boxes: [{ lower: Float64Array.of(-radius), upper: Float64Array.of(radius) }],
  unsafe: [{ c: Float64Array.from(c), d: Float64Array.from(d) }],
});
const sdp = (more: object = {}) => ({ kind: 'sdp', conjunctions: [0], ...more }) as CertificateProof;
const checked = async (property: Property, proof: CertificateProof, net = network) =>
  check(await certificateOf(property, verified(proof), net), property, net);

it('is sought anew by the checker, and proved by a Cholesky factor', async () => {
  // |x| is at most 2.9, below 3
  expect(await checked(within(2.9), sdp())).toMatchObject({
    status: 'confirmed',
    reason: expect.stringMatching(/^sdp: all below -0\.0/),
  });
  expect(await checked(within(3), sdp({ bounds: [-1] }))).toMatchObject({ status: 'not confirmable' });
});

it('refutes a conjunction by a sum of its rows', async () => {
  // |x| >= 0.1 and |x| <= -0.1, of which it does not know that |x| is not below 0; their sum is -0.2
  const both = within(2.9, [1, -1, -1, 1], [2.9, -3.1]);
  expect(await checked(both, sdp())).toMatchObject({ status: 'not confirmable' });
  expect(await checked(both, sdp({ multipliers: [[1, 1]] }))).toMatchObject({ status: 'confirmed' });
});

it('is not to be had of other networks, nor of ones too large', async () => {
  const deep = plainDense([1, 2, 2, 2], 3);
  expect(await checked(within(1e-3, [0, 0], [-1]), sdp(), deep)).toMatchObject({
    status: 'not confirmable',
    reason: expect.stringContaining('expected linear ops, one activation'),
  });
  const wide = plainDense([1, 7000, 2], 3);
  expect(await checked(within(1e-3, [0, 0], [-1]), sdp(), wide)).toMatchObject({
    status: 'not confirmable',
    reason: expect.stringContaining(`more than the ${checkerLimits.multiplications} that are done`),
  });
});
