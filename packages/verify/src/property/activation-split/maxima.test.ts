import {
  type CertificateProof,
  checkCertificate,
  createCertificate,
  type PlainSpec,
  plainForward,
} from '@ibp/exact';
import { plainChain, plainTensor, randomBox, randomFloats } from '@ibp/testing';
import type { TreeProof } from '../../certificate/maxima-by-relu';
import { propertyOutcome } from '../../certificate/property-outcome';
import { lowered } from '../../testing/lowered';
import { branchOnActivations } from '../branch-on-activations';
import { limitsOf } from '../limits';
import { unsafeRowsOf } from '../rows';
import { verifyProperty } from '../verify-property';

const kernel = (shape: readonly number[], seed: number) =>
  plainTensor(
    shape,
    randomFloats(
      shape.reduce((a, b) => a * b, 1),
      seed,
    ),
  );

/** Without relus but those that maxima are made of. */
const pooled = plainChain(
  [4, 4, 1],
  ['conv2d', { kernel: kernel([3, 3, 1, 2], 1), strides: [1, 1], padding: 'same' }],
  ['maxPool', { size: [2, 2], strides: [2, 2], padding: 'same' }],
  ['reshape', { shape: [8] }],
  ['dense', { kernel: kernel([8, 2], 3) }],
);
const box = randomBox(pooled, 3, 0.6, true);
const outputs = Array.from({ length: 4000 }, (_, seed) => {
  const shares = randomFloats(16, seed + 1);
  return plainForward(
    pooled,
    box.lower.map((l, i) => (shares[i]! > 0 ? box.upper[i]! : l)),
  );
});

/** That two rows stay below the most that corners give, and a margin. */
function property(margin: number) {
  const rows = [
    [1, -1],
    [1, 0],
  ].map(([a, b]): PlainSpec => {
    const most = Math.max(...outputs.map((z) => a! * z[0]! + b! * z[1]!));
    return { c: Float64Array.of(a!, b!), d: Float64Array.of(Math.fround(-margin - most)) };
  });
  return { boxes: [box], unsafe: rows };
}
type BoxTreeProof = Extract<CertificateProof, { kind: 'box-tree' }>;
const options = { strategy: 'branch-and-bound', maxNodes: 3000 } as const;

it('proves what is open while max pools are not cut, by a certificate that is confirmed', async () => {
  const [net, asked] = [lowered(pooled), property(1)];
  const problem = { network: net, plain: pooled, rows: unsafeRowsOf(asked), products: 1 };
  const before = await branchOnActivations(box, problem, limitsOf(options), options);
  expect(before).toMatchObject({ status: 'unknown', reason: 'unresolved' });
  const result = await verifyProperty(net, asked, options);
  expect(result).toMatchObject({ status: 'verified', method: 'branch-and-bound' });
  expect(result.proofs[0]).toMatchObject([
    { kind: 'box-tree', form: 'maxima-by-relu', conjunctions: [0, 1] },
  ]);

  const { outcome, confirmed, share } = await propertyOutcome(pooled, asked, result);
  expect([confirmed, share > 0.9]).toEqual([true, true]);
  // relus of differences round elsewhere than the pools of a program
  const rounded = await propertyOutcome(pooled, asked, result, { arithmetic: 'any-order-float32' });
  expect(rounded.confirmed).toBe(false);
  expect(rounded.boxes[0]!.reason).toMatch(/round elsewhere/);
  const [proof] = (outcome.verdict as { proofs: BoxTreeProof[] }).proofs;
  const [tree, other] = proof!.own![0]!.proofs as [TreeProof, TreeProof];
  const checked = async (given: CertificateProof, about = asked) => {
    const verdict = { status: 'verified' as const, proofs: [given] };
    const one = { index: 0, statement: about, verdict };
    const certificate = await createCertificate(pooled, [one], { mode: 'rigorous' });
    return (await checkCertificate(certificate, pooled, [about])).examples[0]!.status;
  };
  const withTree = (first: TreeProof) => ({ ...proof!, own: [{ leaf: 0, proofs: [first, other] }] });
  expect(await checked(proof!)).toBe('confirmed');
  // a leaf less, a side for the other, one conjunction alone, the network as it is, and what is not so
  expect(tree.leaves.length).toBeGreaterThan(2);
  expect(await checked(withTree({ ...tree, leaves: tree.leaves.slice(1) }))).toBe('rejected');
  const [leaf, ...rest] = tree.leaves;
  const [split, ...splits] = leaf!.splits;
  const flipped = { ...split!, side: split!.side === 'active' ? ('inactive' as const) : ('active' as const) };
  const leaves = [{ ...leaf!, splits: [flipped, ...splits] }, ...rest];
  expect(await checked(withTree({ ...tree, leaves }))).toBe('rejected');
  expect(await checked({ ...proof!, own: [{ leaf: 0, proofs: [tree] }] })).toBe('rejected');
  const { form: _, ...written } = proof!;
  expect(await checked(written)).not.toBe('confirmed');
  expect(await checked(proof!, property(0.3))).not.toBe('confirmed');
});

it('finds what does not hold, and leaves pools as they are where no cut is needed', async () => {
  const net = lowered(pooled);
  expect(await verifyProperty(net, property(0.3), options)).toMatchObject({ status: 'falsified' });
  const easy = await verifyProperty(net, property(20), options);
  expect(easy.status).toBe('verified');
  expect(easy.proofs[0]!.map(({ kind }) => kind)).not.toContain('box-tree');
});
