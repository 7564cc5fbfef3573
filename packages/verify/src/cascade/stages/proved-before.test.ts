import type { CertificateProof } from '@ibp/exact';
import { dense, disposeNetwork, ibp, network, relu, sequential } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { certificateOutcome } from '../../certificate/outcome';
import { bound } from '../../testing/engine-bound';
import { certify } from '../certify';
import { alphaCrownStage } from './alpha-crown';
import { branchAndBoundStage } from './branch-and-bound';
import { cleanStage } from './clean';
import { provedBeforeStage } from './proved-before';

const made = () => network([3], sequential(dense(10), relu(), dense(8), relu(), dense(3)), { seed: 5 });
const labels = [1, 1, 1, 2];

async function run(
  net: ReturnType<typeof made>,
  stages: Parameters<typeof certify>[2]['stages'],
  epsilon = 0.1,
) {
  const points = [
    [0.1, 0.9, 0.4],
    [0.5, 0.5, 0.5],
    [0.9, 0.2, 0.3],
    [0.3, 0.1, 0.8],
  ];
  const x = tf.tensor2d(points);
  const proofs = new Map<number, CertificateProof[]>();
  const methods = new Map<number, string>();
  for await (const result of certify(net, [{ x, labels }], { epsilon, stages })) {
    const { index, verdict } = result;
    methods.set(index, 'method' in verdict ? `${verdict.status} ${verdict.method}` : verdict.status);
    const statement = {
      x: points[index]!,
      label: labels[index]!,
      classes: 3,
      epsilon,
      range: [0, 1] as const,
    };
    const certified = certificateOutcome(result, { statement }).verdict;
    proofs.set(index, certified.status === 'verified' ? certified.proofs : []);
  }
  return { proofs, methods };
}

it('proves by what was found before without a search, and nothing that it does not', async () => {
  const net = made();
  try {
    const search = [cleanStage(), bound('ibp', ibp()), alphaCrownStage(), branchAndBoundStage()];
    const first = await run(net, search);
    const searched = [...first.methods].filter(([, method]) => /^verified (alpha|branch)/.test(method));
    expect(searched.length).toBeGreaterThan(0);
    const again = provedBeforeStage((index) => first.proofs.get(index) ?? []);
    const now = await run(net, [cleanStage(), again]);
    for (const [index] of searched) expect(now.methods.get(index)).toBe('verified proved-before');
    // the same proofs, of a ball that they do not cover, prove what they give there and no more
    const far = await run(net, [cleanStage(), again], 0.9);
    expect([...far.methods.values()].filter((method) => method.startsWith('verified'))).toEqual([]);
  } finally {
    disposeNetwork(net);
  }
});

it('splits leaves of an old tree further that do not hold any more', async () => {
  const net = made();
  try {
    const search = [cleanStage(), branchAndBoundStage({ intermediate: 'ibp' })];
    const first = await run(net, search, 0.16);
    // a tree cut down to its root is what a network that has moved on leaves of it
    const cut = new Map(
      [...first.proofs].map(([index, proofs]) => [
        index,
        proofs.map((proof) => (proof.kind === 'tree' ? { ...proof, leaves: [{ splits: [] }] } : proof)),
      ]),
    );
    const trees = [...first.proofs].filter(([, proofs]) =>
      proofs.some((proof) => proof.kind === 'tree' && proof.leaves.length > 1),
    );
    expect(trees.length).toBeGreaterThan(0);
    const now = await run(net, [cleanStage(), provedBeforeStage((index) => cut.get(index) ?? [])], 0.16);
    for (const [index] of trees) {
      expect(now.methods.get(index)).toBe('verified proved-before');
      const found = now.proofs.get(index)!.map((proof) => (proof.kind === 'tree' ? proof.leaves.length : 1));
      expect(Math.max(...found)).toBeGreaterThan(1);
    }
  } finally {
    disposeNetwork(net);
  }
});
