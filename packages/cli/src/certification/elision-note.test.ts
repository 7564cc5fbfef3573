import { dense, disposeNetwork, ibp, network, relu, sequential } from '@ibp/layers';
import { boundStage, type Certified, certify } from '@ibp/verify';
import * as tf from '@tensorflow/tfjs-core';
import { elisionNote } from './elision-note';

it('says that there is no last linear layer to elide, and bounds go without', async () => {
  const net = network([2], sequential(dense(3), relu()), { seed: 3 });
  expect(elisionNote(net, true)).toBe(
    'elision is off: the network ends in "relu" ("relu_1"), which is not linear',
  );
  expect(elisionNote(net, false)).toBeUndefined();
  const x = () => tf.tensor2d([[0.2, 0.9]]);
  const margins = async (elide: boolean) => {
    const all: Certified[] = [];
    const run = certify(net, [{ x: x(), labels: [0] }], {
      epsilon: 0.01,
      stages: [boundStage('ibp', ibp({ elide }))],
    });
    for await (const result of run) all.push(result);
    return all[0]!.bounds;
  };
  const [with_, without] = [await margins(true), await margins(false)];
  expect(Object.keys(without)).not.toHaveLength(0);
  expect(with_).toEqual(without);
  disposeNetwork(net);
  const linear = network([2], sequential(dense(3), relu(), dense(2)));
  expect(elisionNote(linear, true)).toBeUndefined();
  disposeNetwork(linear);
});
