import { classificationSpec, disposeBounds, linfBall } from '@ibp/bounds';
import * as tf from '@tensorflow/tfjs-core';
import { ibp } from './bound-method';
import { type Layer, network } from './builder';
import { identity } from './builders/combine';
import { elide } from './elide';
import { apply, propagate, propagateAll } from './interpreter';
import { lower } from './lowering/lower';
import { disposeNetwork, type Network } from './network';
import { randomize } from './testing';
import { networks } from './testing-networks';
import { updateMovingAverages } from './training-pass';

const cases: { readonly [name: string]: readonly [readonly number[], Layer] } = {
  ...networks,
  nothing: [[3], identity()],
};

/** What each exported function allocates: exactly what it returns. */
const calls: [string, number, (net: Network, x: tf.Tensor) => unknown][] = [
  ['apply', 1, apply],
  ['propagate', 2, (net, x) => propagate(net, { lower: x, upper: x })],
  [
    'ibp',
    1,
    (net, x) => tf.tidy(() => ibp()(lower(net), { lower: x, upper: x }, classificationSpec([0, 1], 3))),
  ],
  [
    'ibp, plain',
    1,
    (net, x) =>
      tf.tidy(() => ibp({ elide: false })(lower(net), { lower: x, upper: x }, classificationSpec([0, 1], 3))),
  ],
];

describe('memory', () => {
  it.each(Object.keys(cases))(
    '%s: functions allocate what they return, and dispose nothing they were given',
    (name) => {
      const [shape, layer] = cases[name]!;
      const before = tf.memory().numTensors;
      const net = randomize(network(shape, layer));
      const x = tf.randomUniform([2, ...shape], 0, 1, 'float32', 1);
      const held = tf.memory().numTensors;
      for (const [call, made, run] of calls) {
        const result = run(net, x);
        expect([call, tf.memory().numTensors - held]).toEqual([call, made]);
        tf.dispose(result as tf.TensorContainer);
        expect([call, tf.memory().numTensors]).toEqual([call, held]);
      }
      const box = linfBall(x, 0.1);
      const all = propagateAll(net, box);
      expect(tf.memory().numTensors - held).toBe(2 * net.nodes.length);
      all.forEach(disposeBounds);
      x.dispose();
      disposeNetwork(net);
      expect(tf.memory().numTensors).toBe(before);
    },
  );

  it('elide returns a specification of two new tensors, also where there is nothing to elide', () => {
    for (const name of ['a plain classifier', 'pools and shapes', 'nothing']) {
      const net = network(...cases[name]!);
      tf.tidy(() => {
        const lowered = lower(net);
        const spec = classificationSpec([0, 1], 3);
        const held = tf.memory().numTensors;
        const end = elide(lowered, spec);
        expect([name, tf.memory().numTensors - held]).toEqual([name, 2]);
        tf.dispose([end.spec.c, end.spec.d]);
        expect([spec.c.isDisposed, spec.d.isDisposed]).toEqual([false, false]);
      });
      disposeNetwork(net);
    }
  });

  it('updateMovingAverages allocates nothing', () => {
    const net = network(...networks['batch norm']!);
    const node = net.nodes.findIndex(({ op }) => op === 'batchNorm');
    const [mean, variance] = [tf.ones([3]), tf.ones([3])];
    const held = tf.memory().numTensors;
    updateMovingAverages(net, [{ node, mean, variance }]);
    expect(tf.memory().numTensors).toBe(held);
    disposeNetwork(net);
  });
});
