import { checkCertificate, createCertificate } from '@ibp/exact';
import {
  activation,
  apply,
  dense,
  disposeNetwork,
  type Layer,
  leakyRelu,
  network,
  relu,
  sequential,
} from '@ibp/layers';
import { onnxEngine } from '@ibp/onnx';
import { randomFloats } from '@ibp/testing';
import { randomize, valuesOf } from '@ibp/testing-networks';
import * as tf from '@tensorflow/tfjs-core';
import { certificateOutcome } from '../../certificate/outcome';
import { plainNetwork } from '../../plain/from-network';
import { type Certified, certify } from '../certify';
import type { Stage } from '../stage';
import { alphaCrownStage } from './alpha-crown';

import { branchAndBoundStage } from './branch-and-bound';
import { cleanStage } from './clean';
import { rigorousStage } from './rigorous';

const size = 3;
const count = 8;
const pixels = () => randomFloats(count * size, 3).map((v) => (v + 1) / 2);

async function all(run: ReturnType<typeof certify>): Promise<Certified[]> {
  const results: Certified[] = [];
  for await (const result of run) results.push(result);
  return results;
}

/** What stages find out about random points, and their certificate's check. */
async function run(layer: Layer, stages: readonly Stage[], epsilon: number, mode: 'float32' | 'rigorous') {
  const net = randomize(network([size], layer), 4);
  const x = tf.tensor2d(pixels(), [count, size]);
  const labels = tf.tidy(() => valuesOf(tf.argMax(apply(net, x), 1)));
  const results = await all(certify(net, [{ x, labels }], { epsilon, stages }));
  const plain = await plainNetwork(net);
  disposeNetwork(net);
  const asked = Array.from({ length: count }, (_, index) => ({
    x: pixels().slice(size * index, size * (index + 1)),
    ...{ label: labels[index]!, classes: 3, epsilon, range: [0, 1] as const },
  }));
  const outcomes = results.map((result) => certificateOutcome(result, { statement: asked[result.index]! }));
  const certificate = await createCertificate(plain, outcomes, { mode });
  const check = await checkCertificate(certificate, plain, asked);
  const verified = results.filter(({ verdict }) => verdict.status === 'verified');
  return { results, verified, certificate, check };
}

const deep = sequential(dense(10), relu(), dense(8), relu(), dense(3));

describe('the stage of alpha-CROWN', () => {
  it.each([
    ['relus, with intervals in between', deep, { intermediate: 'ibp' }],
    ['relus, with backward passes in between', deep, { intermediate: 'crown' }],
    [
      'leaky relus and absolute values',
      sequential(dense(8), leakyRelu(), dense(6), activation('abs'), dense(3)),
      { intermediate: 'crown' },
    ],
    ['relus, compiled', deep, { intermediate: 'ibp', compiled: true }],
  ] as const)('leaves slopes that confirm all it proves: %s', async (_, layer, { intermediate, ...more }) => {
    const engine = 'compiled' in more ? { engine: await onnxEngine() } : {};
    const stage = alphaCrownStage({ intermediate, ...engine });
    const found = await run(layer, [cleanStage(), stage], 0.06, 'float32');
    await stage.close?.();
    expect(found.verified.length).toBeGreaterThan(0);
    expect(found.check).toMatchObject({ sound: true, confirmed: { verified: found.verified.length } });
    const proofs = found.certificate.examples.flatMap(({ verdict }) =>
      verdict.status === 'verified' ? verdict.proofs : [],
    );
    expect(new Set(proofs.map(({ kind }) => kind))).toEqual(new Set(['crown']));
    expect(proofs.some((proof) => proof.kind === 'crown' && proof.slopes!.length > 0)).toBe(true);
  });

  it('proves what CROWN does not, and the slopes are what proves it', async () => {
    // -relu(x1 + x2) - relu(x1 - x2) + x1 / 5 - 1/10: at most -1/10, as slopes of 1/10 show; by those that CROWN chooses,
    // which are 1, it is 1.5, and by intervals 0.1
    const net = network([2], sequential(dense(3), relu(), dense(1)));
    const [kernel, bias, last] = Object.values(net.variables);
    tf.tidy(() => {
      kernel!.assign(tf.tensor2d([1, 1, 1, 1, -1, 0], [2, 3]));
      bias!.assign(tf.tensor1d([0, 0, 2]));
      last!.assign(tf.tensor2d([1, 1, -0.2], [3, 1]));
    });
    const x = Float32Array.of(0.1, 0);
    const spec = [{ c: Float64Array.of(-1), d: Float64Array.of(-0.5) }];
    const options = { epsilon: 1, range: [-2, 2] as [number, number] };
    const stages = [rigorousStage('crown-crown'), alphaCrownStage({ rigorous: true })];
    const [result] = await all(certify(net, [{ x: tf.tensor2d(x, [1, 2]), spec }], { ...options, stages }));
    expect(result!.verdict).toEqual({ status: 'verified', method: 'rigorous-alpha-crown' });
    const plain = await plainNetwork(net);
    disposeNetwork(net);
    const statement = { x, ...options, spec: spec[0]! };
    const outcome = certificateOutcome(result!, { statement });
    const statusOf = async (made: typeof outcome) => {
      const certificate = await createCertificate(plain, [made], { mode: 'rigorous' });
      return (await checkCertificate(certificate, plain, [statement])).examples[0]!.status;
    };
    expect(await statusOf(outcome)).toBe('confirmed');
    const forged = structuredClone(outcome) as unknown as { verdict: { proofs: { slopes?: object }[] } };
    delete forged.verdict.proofs[0]!.slopes;
    expect(await statusOf(forged as unknown as typeof outcome)).toBe('rejected');
  });

  it('in exact arithmetic accepts nothing that a check of the certificate does not confirm', async () => {
    // a rigorous certificate has no room for the rounding of float32: bounds are those of exact arithmetic
    for (const last of [
      alphaCrownStage({ rigorous: true, intermediate: 'ibp' }),
      branchAndBoundStage({ rigorous: true }),
    ]) {
      const { verified, check } = await run(deep, [cleanStage(), last], 0.06, 'rigorous');
      expect(verified.length).toBeGreaterThan(0);
      expect(check).toMatchObject({ sound: true, confirmed: { verified: verified.length } });
    }
  });

  it('proves in exact arithmetic what is confirmed there, with smooth activations', async () => {
    const smooth = sequential(dense(8), activation('sigmoid'), dense(8), activation('tanh'), dense(3));
    const stage = alphaCrownStage({ rigorous: true, intermediate: 'ibp' });
    const { verified, check } = await run(smooth, [cleanStage(), stage], 0.01, 'rigorous');
    expect(verified.length).toBeGreaterThan(0);
    expect(check).toMatchObject({ sound: true, confirmed: { verified: verified.length } });
  });
});
