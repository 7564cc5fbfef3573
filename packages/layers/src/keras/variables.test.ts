import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { apply, propagate } from '../interpreter';
import { disposeNetwork, trainableVariables } from '../network';
import { trainingPass, updateMovingAverages } from '../training-pass';
import { fromLayersModel } from './from-layers-model';
import { inputFor, predict, randomize } from './testing';

const { layers } = tfl;

describe('fromLayersModel, variables', () => {
  const classifier = () => {
    const model = tfl.sequential({
      layers: [
        layers.conv1d({ filters: 3, kernelSize: 3, inputShape: [6, 2], name: 'conv' }),
        layers.batchNormalization({ name: 'norm', momentum: 0.5 }),
        layers.reLU(),
        layers.flatten(),
        layers.dense({ units: 3, activation: 'softmax', name: 'logits' }),
      ],
    });
    randomize(model);
    return model;
  };

  it('shares them: training the network changes what the model predicts, and the reverse', () => {
    const model = classifier();
    const network = fromLayersModel(model);
    const x = inputFor(network);
    const before = predict(model, x);
    const optimizer = tf.train.sgd(0.1);
    optimizer.minimize(() => {
      const { output, statistics } = trainingPass(network, x);
      updateMovingAverages(network, statistics);
      return tf.mean(tf.square(output)) as tf.Scalar;
    });
    const changed = Math.max(...tf.abs(tf.sub(predict(model, x), before)).dataSync());
    expect(changed).toBeGreaterThan(1e-3);
    const probabilities = tf.softmax(apply(network, x));
    const apart = Math.max(...tf.abs(tf.sub(predict(model, x), probabilities)).dataSync());
    expect(apart).toBeLessThan(1e-5);
    const zeros = model.getWeights().map((weight) => tf.zerosLike(weight));
    model.setWeights(zeros);
    expect(Math.max(...tf.abs(apply(network, x)).dataSync())).toBe(0);
    optimizer.dispose();
    model.dispose();
  });

  it('trains every variable that the model trains through bounds, the kernel of a Conv1D among them', () => {
    const model = classifier();
    const network = fromLayersModel(model);
    const x = inputFor(network);
    const upper = () => tf.sum(propagate(network, { lower: x, upper: tf.add(x, 0.1) }).upper) as tf.Scalar;
    const { value, grads } = tf.variableGrads(upper, Object.values(trainableVariables(network)));
    expect(Object.values(grads).map(({ shape }) => shape)).toEqual([[3, 2, 3], [3], [3], [3], [12, 3], [3]]);
    for (const gradient of Object.values(grads)) {
      expect(Math.max(...tf.abs(gradient).dataSync())).toBeGreaterThan(0);
    }
    tf.dispose([value, ...Object.values(grads)]);
    model.dispose();
  });

  it('names them by layer', () => {
    const model = classifier();
    const network = fromLayersModel(model);
    expect(Object.keys(network.variables)).toEqual([
      'conv/kernel',
      'conv/bias',
      'norm/mean',
      'norm/variance',
      'norm/gamma',
      'norm/beta',
      'logits/kernel',
      'logits/bias',
    ]);
    model.dispose();
  });

  it('leaves frozen what the model has frozen, however it was said', () => {
    const inner = tfl.sequential({ layers: [layers.dense({ units: 4, inputShape: [4], name: 'nested' })] });
    inner.trainable = false;
    const late = layers.dense({ units: 4, name: 'late' });
    const model = tfl.sequential({
      layers: [
        layers.dense({ units: 4, inputShape: [4], name: 'early', trainable: false }),
        inner,
        late,
        layers.dense({ units: 2, name: 'trained' }),
      ],
    });
    late.trainable = false;
    const network = fromLayersModel(model);
    expect(Object.keys(trainableVariables(network))).toEqual(['trained/kernel', 'trained/bias']);
    expect(model.trainableWeights).toHaveLength(2);
    disposeNetwork(network);
  });

  it('allocates nothing of its own, so that either the model or the network may free all', () => {
    const before = tf.memory().numTensors;
    const first = classifier();
    const made = tf.memory().numTensors;
    const network = fromLayersModel(first);
    expect(tf.memory().numTensors).toBe(made);
    disposeNetwork(network);
    const second = classifier();
    fromLayersModel(second);
    second.dispose();
    // the scope of the test frees what setWeights was given
    expect(Object.values(network.variables).every((variable) => variable.isDisposed)).toBe(true);
    expect(tf.memory().numTensors).toBe(before);
  });
});
