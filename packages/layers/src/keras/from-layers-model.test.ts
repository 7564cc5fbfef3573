import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { apply } from '../interpreter';
import { fromLayersModel } from './from-layers-model';
import { difference, expectSame, inputFor, predict } from './testing';

const { layers } = tfl;

describe('fromLayersModel, the end of a model', () => {
  const endings: { readonly [name: string]: tfl.layers.Layer[] } = {
    'a fused softmax': [layers.dense({ units: 3, activation: 'softmax', inputShape: [4] })],
    'a softmax layer': [layers.dense({ units: 3, inputShape: [4] }), layers.softmax()],
    'an activation layer and dropout': [
      layers.dense({ units: 3, inputShape: [4] }),
      layers.activation({ activation: 'softmax' }),
      layers.dropout({ rate: 0.5 }),
    ],
  };

  it.each(Object.entries(endings))('leaves out %s unless told to keep it', (_, list) => {
    const model = tfl.sequential({ layers: list });
    const network = fromLayersModel(model);
    const kept = fromLayersModel(model, { keepSoftmax: true });
    expect(network.nodes.map(({ op }) => op)).toEqual(['input', 'dense']);
    expect(kept.nodes.map(({ op }) => op)).toEqual(['input', 'dense', 'softmax']);
    expect(difference(kept, model)).toBeLessThan(1e-5);
    const x = inputFor(network);
    const apart = tf.max(tf.abs(tf.sub(tf.softmax(apply(network, x)), predict(model, x))));
    expect(apart.dataSync()[0]).toBeLessThan(1e-5);
    model.dispose();
  });

  it('leaves out a softmax that is only put in another shape afterwards', () => {
    const model = tfl.sequential({
      layers: [
        layers.conv2d({ filters: 3, kernelSize: 2, inputShape: [2, 2, 1], activation: 'softmax' }),
        layers.flatten(),
        layers.reshape({ targetShape: [3, 1] }),
        layers.permute({ dims: [2, 1] }),
        layers.flatten(),
      ],
    });
    const network = fromLayersModel(model);
    expect(network.nodes.map(({ op }) => op)).toEqual([
      'input',
      'conv2d',
      ...['reshape', 'reshape', 'transpose', 'reshape'],
    ]);
    const x = inputFor(network);
    const apart = tf.max(tf.abs(tf.sub(tf.softmax(apply(network, x)), predict(model, x))));
    expect(apart.dataSync()[0]).toBeLessThan(1e-5);
    model.dispose();
  });

  it('keeps a softmax of several rows that are joined: it may change which unit is the greatest', () => {
    const model = tfl.sequential({
      layers: [layers.softmax({ axis: -1, inputShape: [2, 3] }), layers.flatten()],
    });
    expect(fromLayersModel(model).nodes.map(({ op }) => op)).toEqual(['input', 'softmax', 'reshape']);
  });

  it('keeps a softmax that is not at the end', () => {
    const model = tfl.sequential({
      layers: [layers.softmax({ inputShape: [4] }), layers.dense({ units: 3 })],
    });
    expect(fromLayersModel(model).nodes.map(({ op }) => op)).toEqual(['input', 'softmax', 'dense']);
    expectSame(model);
  });
});

describe('fromLayersModel, what others write', () => {
  it('takes sizes that the model leaves open as an option', () => {
    const input = tfl.input({ shape: [null, null, 2] });
    const convolved = layers.conv2d({ filters: 3, kernelSize: 3, activation: 'relu' }).apply(input);
    const pooled = layers.globalAveragePooling2d({}).apply(convolved);
    const model = tfl.model({
      inputs: input,
      outputs: layers.dense({ units: 3 }).apply(pooled) as tfl.SymbolicTensor,
    });
    for (const size of [4, 7]) {
      const network = fromLayersModel(model, { inputShape: [size, 5, 2] });
      expect(network.inputShape).toEqual([size, 5, 2]);
      expect(difference(network, model)).toBeLessThan(1e-5);
    }
    tf.disposeVariables();
  });

  it('imports squeeze and excite, with the axes of batch norm as tf.keras writes them', async () => {
    const input = tfl.input({ shape: [4, 4, 2] });
    const normalized = layers.batchNormalization({ axis: [3] as unknown as number }).apply(input);
    const squeezed = layers.globalAveragePooling2d({}).apply(normalized);
    const row = layers.reshape({ targetShape: [1, 1, 2] }).apply(squeezed);
    const gate = layers.dense({ units: 2, activation: 'sigmoid' }).apply(row);
    const gated = layers.multiply().apply([normalized, gate] as tfl.SymbolicTensor[]);
    const shifted = layers.add().apply([gated, squeezed] as tfl.SymbolicTensor[]);
    const flat = layers.flatten().apply(shifted);
    const last = layers.batchNormalization({ axis: [1] as unknown as number }).apply(flat);
    const model = tfl.model({
      inputs: input,
      outputs: layers.dense({ units: 3 }).apply(last) as tfl.SymbolicTensor,
    });
    expectSame(model);
  });
});
