import { classificationSpec, linfBall } from '@ibp/bounds';
import {
  type BoundMethod,
  conv2d,
  dense,
  disposeNetwork,
  flatten,
  ibp,
  type Layer,
  lower,
  maxPool,
  type Network,
  network,
  relu,
  sequential,
} from '@ibp/layers';
import { alphaCrown, crown, crownIbp, forwardLinear, zonotope } from '@ibp/relax';
import * as tf from '@tensorflow/tfjs-core';
import { bound } from '../testing/engine-bound';
import { alphaCrownStage } from './stages/alpha-crown';
import { branchAndBoundStage } from './stages/branch-and-bound';
import { cleanStage } from './stages/clean';
import { results } from './testing';

// Windows of 2 at strides of 3 on 6 x 6: the last ends before the image does, and nothing is padded.
const windows = { strides: 3, padding: 'same' as const };
const epsilon = 0.3;

const ends: { readonly [name: string]: readonly [Layer, number] } = {
  // four windows of [0, 0.3] each: z1 <= 1.2
  'a max pool': [maxPool({ size: 2, ...windows }), 1.2 - 0.5],
  // four windows of four units of [0, 0.3] each: z1 <= 4.8
  'a convolution': [sequential(conv2d({ filters: 1, kernelSize: 2, ...windows }), relu()), 4.8 - 0.5],
};

/** Logits 0.5 and the sum of what the windows give; a kernel of ones. */
function classifier(windowed: Layer): Network {
  const net = network([6, 6, 1], sequential(windowed, flatten(), dense(2)));
  for (const variable of Object.values(net.variables)) {
    tf.tidy(() => {
      const last = variable.shape[0] === 4 ? tf.tile(tf.tensor2d([[0, 1]]), [4, 1]) : tf.ones(variable.shape);
      const bias = variable.size === 2 ? tf.tensor1d([0.5, 0]) : tf.zeros(variable.shape);
      variable.assign(variable.rank === 1 ? bias : last);
    });
  }
  return net;
}

const methods: { readonly [name: string]: BoundMethod } = {
  ibp: ibp(),
  crown: crown(),
  'crown-ibp': crownIbp(),
  'alpha-crown': alphaCrown({ steps: 3, stopWhenProved: false }),
  forward: forwardLinear(),
  zonotope: zonotope(),
};

describe.each(Object.entries(ends))(
  '%s whose last windows end before the image does',
  (_, [windowed, truth]) => {
    let net: Network;
    beforeEach(() => {
      net = classifier(windowed);
    });
    afterEach(() => disposeNetwork(net));

    it.each(Object.entries(methods))('has by %s the bound that it reaches', (_name, method) => {
      const x = tf.zeros([1, 6, 6, 1]);
      const margins = tf.tidy(() => {
        const spec = classificationSpec(tf.tensor1d([0], 'int32'), 2);
        return method(lower(net), linfBall(x, epsilon), spec);
      });
      expect(margins.dataSync()[0]).toBeCloseTo(truth, 4);
    });

    it.each([
      ...Object.entries(methods).map(([name, method]) => bound(name, method)),
      alphaCrownStage({ steps: 3 }),
      branchAndBoundStage({ maxNodes: 20 }),
    ])('is not verified by $name', async (stage) => {
      const examples = { x: tf.zeros([1, 6, 6, 1]), labels: [0] };
      const [only] = await results(net, examples, { epsilon, stages: [cleanStage(), stage] });
      expect(only!.verdict.status).not.toBe('verified');
      expect(only!.proofs).toEqual({});
    });
  },
);
