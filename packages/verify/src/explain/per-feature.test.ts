import { disposeNetwork, type Network } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { applicants, range, scores } from '../testing/applicants';
import { type ExplainOptions, explain } from './explain';

describe('explain of a raw table', () => {
  let net: Network;
  let x: tf.Tensor;
  beforeEach(() => {
    net = scores();
    x = applicants([40, 8000, 3]).x;
  });
  afterEach(() => {
    disposeNetwork(net);
    x.dispose();
  });

  it('bounds the ball of each feature', async () => {
    const why = await explain(net, x, 0, { epsilon: [5, 1000, 0], range });
    // by hand: 4.2 - 7 + 3 at the worst corner, 4 - 8 + 3 as it is
    for (const margins of Object.values(why.margins)) expect(margins[1]).toBeCloseTo(0.2, 3);
    expect(why.clean[1]).toBeCloseTo(-1, 4);
    // ages from 35 to 42, incomes from 7000 to 9000, one code
    expect(why.layers[0]!.ibpWidth).toBeCloseTo((7 + 2000 + 0) / 3, 2);
    expect(why.layers[0]!.seenWidth).toBeCloseTo((7 + 2000 + 0) / 3, 2);
    const same = await explain(net, x, 0, { epsilon: tf.tensor1d([5, 1000, 0]), range });
    expect(same.margins.crown![1]).toBeCloseTo(0.2, 3);
  });

  it.each<[Partial<ExplainOptions>, string]>([
    [
      { range: [0, 1], epsilon: 0.1 },
      'explain: expected inputs in [0, 1], got 40 in example 0, feature 0; scale',
    ],
    [
      { epsilon: [1, 2] },
      'explain: expected one epsilon or 3 for the features of an input of shape [3], got 2',
    ],
  ])('refuses %p', async (more, message) => {
    await expect(explain(net, x, 0, { epsilon: [5, 1000, 0], range, ...more })).rejects.toThrow(message);
  });
});
