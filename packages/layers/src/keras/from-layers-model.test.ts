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

  it('keeps a softmax that is not at the end', () => {
    const model = tfl.sequential({
      layers: [layers.softmax({ inputShape: [4] }), layers.dense({ units: 3 })],
    });
    expect(fromLayersModel(model).nodes.map(({ op }) => op)).toEqual(['input', 'softmax', 'dense']);
    expectSame(model);
  });
});
