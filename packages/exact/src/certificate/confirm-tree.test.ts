import { unsafeRows } from '../property/property';
import { rigorousBox } from '../rigorous/enclosure';
import { marginSpec } from '../rigorous/spec';
import { confirmedTree } from './confirm-tree';
import { boundsAt, certificateOf, check, label, network, range, verified, x } from './testing';

const epsilon = 0.3;
// out of a backward pass's reach by 0.05
const d = 0.05 - Math.max(...boundsAt(epsilon, 'crown-crown'));
const spec = { c: marginSpec(label, 3).c, d: Float64Array.of(d, d) };
const about = { box: rigorousBox(x, epsilon), unsafe: unsafeRows(spec) };
const whole = {
  kind: 'tree' as const,
  conjunctions: [0, 1],
  intermediate: 'crown' as const,
  leaves: [{ splits: [] }],
};

it('splits a leaf that does not hold until all do, and the checker confirms it', async () => {
  const { proof, leaves } = await confirmedTree(network, whole, about);
  expect(leaves).toMatchObject({ given: 1, held: 0 });
  expect(leaves.proof).toBeGreaterThan(1);
  const asked = { x, epsilon, range, spec };
  const certificate = await certificateOf(asked, verified(proof!));
  expect(await check(certificate, asked)).toMatchObject({ status: 'confirmed' });
  expect(await confirmedTree(network, proof as typeof whole, about)).toMatchObject({
    leaves: { given: leaves.proof, held: leaves.proof, proof: leaves.proof },
  });
});

it('proves nothing that is false, and nothing beyond its limits', async () => {
  const false0 = { ...about, unsafe: unsafeRows({ ...spec, d: Float64Array.of(100, 100) }) };
  expect(await confirmedTree(network, whole, false0)).toMatchObject({
    reason: 'a leaf that is not refuted cannot be split',
  });
  expect(await confirmedTree(network, whole, about, { leaves: 1 })).toMatchObject({
    reason: 'more than 1 leaves',
  });
  expect(await confirmedTree(network, whole, about, { budget: 0 })).toMatchObject({ reason: 'out of time' });
  expect(await confirmedTree(network, { ...whole, leaves: [] }, about)).toMatchObject({
    reason: 'no leaf for the whole box',
  });
  expect(await confirmedTree(network, { ...whole, conjunctions: [5] }, about)).toMatchObject({
    reason: 'expected conjunctions below 2, got 5',
  });
});
