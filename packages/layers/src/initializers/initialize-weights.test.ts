import * as tf from '@tensorflow/tfjs-core';
import { network } from '../builder';
import { relu } from '../builders/activation';
import { batchNorm } from '../builders/batch-norm';
import { sequential } from '../builders/combine';
import { conv2d } from '../builders/conv2d';
import { dense } from '../builders/dense';
import { normalize } from '../builders/normalize';
import { flatten } from '../builders/shape';
import { disposeNetwork, type Network } from '../network';
import { randomize } from '../testing';
import { constantInitializer } from './constant';
import { initializeWeights } from './initialize-weights';

const make = (seed: number) =>
  network(
    [4, 4, 1],
    sequential(
      ...[normalize({ mean: 0.5, std: 0.25 }), conv2d({ filters: 2, kernelSize: 3 }), batchNorm(), relu()],
      ...[flatten(), dense(3)],
    ),
    { seed },
  );
const values = ({ variables }: Network) =>
  Object.fromEntries(Object.entries(variables).map(([name, v]) => [name, [...v.dataSync()]]));

it('makes of any weights those of a network that was just built, by the seed alone', () => {
  const [fresh, used] = [make(3), randomize(make(9))];
  tf.tidy(() => {
    for (const key of ['scale', 'shift']) {
      used.variables[`normalize_1/${key}`]!.assign(tf.clone(fresh.variables[`normalize_1/${key}`]!));
    }
  });
  expect(values(used)).not.toEqual(values(fresh));
  initializeWeights(used, { seed: 3 });
  expect(values(used)).toEqual(values(fresh));
  for (const net of [fresh, used]) disposeNetwork(net);
});

it('leaves what is no kernel, bias or batch norm, and takes another initialiser for the last kernel', () => {
  const net = make(1);
  const fixed = values(net)['normalize_1/scale'];
  const [kernelInitializer, outputInitializer] = [constantInitializer(2), constantInitializer(5)];
  initializeWeights(net, { kernelInitializer, outputInitializer });
  const now = values(net);
  expect(new Set(now['conv2d_1/kernel'])).toEqual(new Set([2]));
  expect(new Set(now['dense_1/kernel'])).toEqual(new Set([5]));
  expect(now['normalize_1/scale']).toEqual(fixed);
  expect(() => initializeWeights(net, { seed: 0.5 })).toThrow('expected a whole number as seed, got 0.5');
  disposeNetwork(net);
});
