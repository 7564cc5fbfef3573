import { dense, disposeNetwork, network } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { createOptimizer, disposeOptimizer, optimizerUpdate } from './optimizer';

const net = () => network([1], dense(1, { useBias: false, name: 'only' }), { seed: 1 });
const kernelOf = (n: ReturnType<typeof net>) => n.variables['only/kernel']!;

describe('adam', () => {
  it('agrees with the Adam of tfjs', () => {
    const n = net();
    const adam = createOptimizer(n, { name: 'adam' });
    const theirs = tf.variable(tf.tensor2d(kernelOf(n).dataSync(), [1, 1]));
    const optimizer = tf.train.adam(0.01, 0.9, 0.999, 1e-8);
    for (let step = 0; step < 20; step++) {
      const gradient = tf.tensor2d([[Math.sin(step)]]);
      optimizerUpdate(adam, n, { 'only/kernel': gradient }, { step, learningRate: 0.01 });
      optimizer.applyGradients([{ name: theirs.name, tensor: gradient }]);
    }
    expect(kernelOf(n).dataSync()[0]).toBeCloseTo(theirs.dataSync()[0]!, 5);
    optimizer.dispose();
    theirs.dispose();
    disposeOptimizer(adam);
    disposeNetwork(n);
  });
});
