import { dense, disposeNetwork, network } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { adamUpdate, createAdam, disposeAdam } from './adam';

const net = () => network([1], dense(1, { useBias: false, name: 'only' }), { seed: 1 });
const kernelOf = (n: ReturnType<typeof net>) => n.variables['only/kernel']!;

describe('adamUpdate', () => {
  it('follows the published algorithm, computed in float64', () => {
    const n = net();
    const adam = createAdam(n);
    let expected = kernelOf(n).dataSync()[0]!;
    let [m, v] = [0, 0];
    for (const [step, g] of [0.5, -2, 3, 0.1].entries()) {
      m = 0.9 * m + 0.1 * g;
      v = 0.999 * v + 0.001 * g * g;
      expected -= (0.01 * (m / (1 - 0.9 ** (step + 1)))) / (Math.sqrt(v / (1 - 0.999 ** (step + 1))) + 1e-8);
      adamUpdate(adam, n, { 'only/kernel': tf.tensor2d([[g]]) }, { step, learningRate: 0.01 });
      expect(kernelOf(n).dataSync()[0]).toBeCloseTo(expected, 6);
    }
    disposeAdam(adam);
    disposeNetwork(n);
  });

  it('agrees with the Adam of tfjs', () => {
    const n = net();
    const adam = createAdam(n);
    const theirs = tf.variable(tf.tensor2d(kernelOf(n).dataSync(), [1, 1]));
    const optimizer = tf.train.adam(0.01, 0.9, 0.999, 1e-8);
    for (let step = 0; step < 20; step++) {
      const gradient = tf.tensor2d([[Math.sin(step)]]);
      adamUpdate(adam, n, { 'only/kernel': gradient }, { step, learningRate: 0.01 });
      optimizer.applyGradients([{ name: theirs.name, tensor: gradient }]);
    }
    expect(kernelOf(n).dataSync()[0]).toBeCloseTo(theirs.dataSync()[0]!, 5);
    optimizer.dispose();
    theirs.dispose();
    disposeAdam(adam);
    disposeNetwork(n);
  });

  it('scales the gradients', () => {
    const [a, b] = [net(), net()];
    const [adamA, adamB] = [createAdam(a, { epsilon: 1 }), createAdam(b, { epsilon: 1 })];
    const options = { step: 0, learningRate: 0.1 };
    adamUpdate(adamA, a, { 'only/kernel': tf.tensor2d([[8]]) }, { ...options, scale: 0.25 });
    adamUpdate(adamB, b, { 'only/kernel': tf.tensor2d([[2]]) }, options);
    expect(kernelOf(a).dataSync()).toEqual(kernelOf(b).dataSync());
    for (const adam of [adamA, adamB]) disposeAdam(adam);
    for (const n of [a, b]) disposeNetwork(n);
  });

  it('refuses a beta of 1', () => {
    const n = net();
    expect(() => createAdam(n, { beta1: 1 })).toThrow('createAdam: expected betas in [0, 1) and epsilon > 0');
    disposeNetwork(n);
  });
});
