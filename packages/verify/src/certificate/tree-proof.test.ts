import { linearSpec, linfBall } from '@ibp/bounds';
import { checkCertificate, createCertificate, plainForward, rigorousBounds, rigorousBox } from '@ibp/exact';
import { activation, dense, disposeNetwork, network, relu, sequential } from '@ibp/layers';
import { randomFloats, stream } from '@ibp/testing';
import * as tf from '@tensorflow/tfjs-core';
import { branchAndBound } from '../branch-and-bound';
import { plainNetwork } from '../plain/from-network';
import { treeProofs } from './tree-proof';

it.each([
  ['relu', relu()],
  ['abs', activation('abs')],
] as const)('trees of branchAndBound through %s are confirmed in exact arithmetic', async (_, layer) => {
  const net = network([3], sequential(dense(6), layer, dense(6), layer, dense(1)), { seed: 4 });
  const plain = await plainNetwork(net);
  const x = randomFloats(3, 9).map((p) => 0.5 + p / 4);
  const epsilon = 0.25;
  const box = rigorousBox(x, epsilon);
  const bound = (d: number) =>
    rigorousBounds(
      plain,
      box,
      { c: Float64Array.of(1), d: Float64Array.of(d) },
      { method: 'crown-crown' },
    )[0]!;
  const next = stream(5);
  const values = Array.from(
    { length: 500 },
    () =>
      plainForward(
        plain,
        box.lower.map((l, i) => l + next() * (box.upper[i]! - l)),
      )[0]!,
  );
  // out of a backward pass's reach, but most likely true
  const greatest = Math.max(...values);
  const d = Math.fround(-greatest - 0.3 * (bound(0) - greatest));
  expect(bound(d)).toBeGreaterThan(0);

  const spec = linearSpec(tf.tensor([1], [1, 1, 1]), tf.tensor2d([d], [1, 1]));
  const result = await branchAndBound(net, linfBall(tf.tensor(x, [1, 3]), epsilon), spec, {
    maxNodes: 200,
    rootSteps: 10,
    steps: 5,
  });
  disposeNetwork(net);
  expect(result.status).toBe('verified');
  const proofs = treeProofs(result, plain);
  expect(proofs).toHaveLength(1);
  const rows = { c: Float64Array.of(1), d: Float64Array.of(d) };
  const statement = { x, epsilon, range: [0, 1], spec: rows } as const;
  const outcome = { index: 0, statement, verdict: { status: 'verified' as const, proofs } };
  const certificate = await createCertificate(plain, [outcome], { mode: 'float32' });
  const { examples } = await checkCertificate(certificate, plain, [statement]);
  expect(examples[0]).toMatchObject({ status: 'confirmed' });
  // without a leaf, nothing
  const [tree] = proofs;
  if (tree?.kind !== 'tree') throw new Error('expected a tree');
  expect(tree.leaves.length).toBeGreaterThan(1);
});
