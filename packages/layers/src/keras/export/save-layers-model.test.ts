import type { Shape } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { type Layer, network } from '../../builder';
import { activation, leakyRelu, relu, softmax } from '../../builders/activation';
import { batchNorm } from '../../builders/batch-norm';
import { concatenate, identity, merge, residual, sequential } from '../../builders/combine';
import { conv2d } from '../../builders/conv2d';
import { dense } from '../../builders/dense';
import { depthwiseConv2d } from '../../builders/depthwise-conv2d';
import { normalize } from '../../builders/normalize';
import { conv1d, maxPool1d } from '../../builders/one-dimensional';
import { averagePool, globalAveragePool, globalMaxPool, maxPool } from '../../builders/pool';
import { flatten, transpose, zeroPad2d } from '../../builders/shape';
import { apply } from '../../interpreter';
import { disposeNetwork, type Network } from '../../network';
import { distance, normal, randomize } from '../../testing';
import { fromLayersModel } from '../from-layers-model';
import { saveLayersModel } from './save-layers-model';
import { writers } from './table';

const conv = (filters: number) => conv2d({ filters, kernelSize: 3, padding: 'same' });
const cases: { readonly [name: string]: readonly [Shape, Layer] } = {
  'normalised images, convolutions, batch norm, a residual and a pool': [
    [6, 5, 2],
    sequential(
      ...[normalize({ mean: [0.5, 0.4], std: [0.25, 0.3] }), conv(3), batchNorm(), relu()],
      ...[residual(sequential(conv(3), relu())), maxPool({ size: 2 }), flatten(), dense(4), batchNorm()],
    ),
  ],
  'windows: strides, dilations, depthwise, zeros around, the other pools': [
    [8, 7, 2],
    sequential(
      ...[zeroPad2d([1, 2]), conv2d({ filters: 3, kernelSize: [3, 2], strides: [2, 1], useBias: false })],
      ...[
        conv2d({ filters: 2, kernelSize: 2, dilations: 2 }),
        depthwiseConv2d({ kernelSize: 2, multiplier: 2 }),
      ],
      ...[
        averagePool({ size: 2, strides: 1, padding: 'same' }),
        transpose([1, 0, 2]),
        globalMaxPool(),
        softmax(),
      ],
    ),
  ],
  'branches that are joined, added and multiplied': [
    [4, 4, 2],
    sequential(
      concatenate([conv(2), identity(), conv(1)]),
      merge('multiply', conv(3), conv(3)),
      merge('add', conv(2), conv(2)),
      globalAveragePool(),
      dense(3),
    ),
  ],
  'one dimension': [
    [8, 2],
    sequential(conv1d({ filters: 3, kernelSize: 3, stride: 2 }), maxPool1d({ size: 2 }), flatten()),
  ],
  'dense layers on rows of units': [
    [3, 4],
    sequential(dense(2), leakyRelu(0.1), dense(3, { useBias: false })),
  ],
  ...Object.fromEntries(
    [
      'relu6',
      'elu',
      'selu',
      'gelu',
      'sigmoid',
      'hardSigmoid',
      'tanh',
      'softplus',
      'softsign',
      'silu',
      'mish',
    ].map((name) => [name, [[5], sequential(dense(4), activation(name as 'relu6'))] as const]),
  ),
};

async function saved(net: Network): Promise<tf.io.ModelArtifacts> {
  let kept: tf.io.ModelArtifacts | undefined;
  const keep = async (artifacts: tf.io.ModelArtifacts): Promise<tf.io.SaveResult> => {
    // as a file would hold it
    kept = { ...artifacts, modelTopology: JSON.parse(JSON.stringify(artifacts.modelTopology)) };
    return { modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(artifacts) };
  };
  await saveLayersModel(net, tf.io.withSaveHandler(keep));
  return kept!;
}

it.each(Object.entries(cases))('is a model of tfjs that predicts the same: %s', async (_, [shape, layer]) => {
  const net = randomize(network(shape, layer, { seed: 1 }));
  const model = await tfl.loadLayersModel(tf.io.fromMemory(await saved(net)));
  const again = fromLayersModel(model, { keepSoftmax: true });
  tf.tidy(() => {
    const x = normal([3, ...shape], 5);
    expect(distance(apply(net, x), model.predict(x) as tf.Tensor)).toBeLessThan(1e-5);
    expect(distance(apply(net, x), apply(again, x))).toBeLessThan(1e-5);
  });
  for (const each of [net, again]) disposeNetwork(each);
});

it('is tried for every op that it writes', () => {
  const written = new Set<string>();
  for (const [shape, layer] of Object.values(cases)) {
    const net = network(shape, layer);
    for (const { op } of net.nodes) written.add(op);
    disposeNetwork(net);
  }
  expect(Object.keys(writers).filter((op) => !written.has(op))).toEqual([]);
});

it.each<readonly [string, Shape, Layer, string]>([
  [
    'no layer',
    [3],
    sequential(activation('abs'), dense(2)),
    'node "abs_1": expected a node that a layer of Keras computes, got abs',
  ],
  [
    'a dilation that tfjs ignores',
    [5, 5, 1],
    depthwiseConv2d({ kernelSize: 2, dilations: 2, name: 'wide' }),
    'node "wide": expected no dilation, got depthwiseConv2d',
  ],
  [
    'no gelu that tfjs reads',
    [3],
    activation('gelu', { approximate: true }),
    'node "gelu_1": expected gelu itself, got gelu',
  ],
])('names the node that Keras has %s for, and saves nothing', async (_, shape, layer, message) => {
  const net = network(shape, layer);
  await expect(saved(net)).rejects.toThrow(`saveLayersModel: ${message}`);
  disposeNetwork(net);
});
