import { linearSpec, linfBall } from '@ibp/bounds';
import { dense, disposeNetwork, lower, network, ones, relu, sequential } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { boundName, buildBound } from './build-bound';
import type { Method } from './method';
import { findRecipe } from './published/find-recipe';

const { recipe } = findRecipe('mnist', 'ibp', 0.1);

it.each<[name: string, method: Method | undefined]>([
  ['ibp', undefined],
  ['ibp', { name: 'ibp' }],
  ['ibp', { name: 'crown-ibp' }],
  ['crown-ibp', { name: 'crown-ibp', betaEnd: 1 }],
  ['crown-ibp', { name: 'sabr', ratio: 0.4 }],
  ['crown-ibp', { name: 'adversarial' }],
])('%s judges what %j trained', (name, method) => {
  expect(boundName(method ? { method } : {})).toBe(name);
});

it('is tighter by linear functions than by intervals', () => {
  // x0 + x1 in [0.8, 1.2] on both hidden units, of which the specification takes the difference
  const hidden = dense(2, { kernelInitializer: ones });
  const net = network([2], sequential(hidden, relu(), dense(2, { kernelInitializer: () => tf.eye(2) })));
  const marginBy = (method: Method): number =>
    tf.tidy(() => {
      const input = linfBall(tf.fill([1, 2], 0.5), 0.1);
      const spec = linearSpec(tf.tensor3d([-1, 1], [1, 1, 2]), tf.zeros([1, 1]));
      return buildBound({ ...recipe, method })(lower(net), input, spec).dataSync()[0]!;
    });
  expect(marginBy({ name: 'ibp' })).toBeCloseTo(0.4, 4);
  expect(marginBy({ name: 'mtl-ibp', alpha: 0.5 })).toBeCloseTo(0, 4);
  disposeNetwork(net);
});
