import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { apply, propagate } from '../interpreter';
import { disposeNetwork, trainableVariables } from '../network';
import { trainingPass, updateMovingAverages } from '../training-pass';
import { fromLayersModel } from './from-layers-model';
import { difference, excess, inputFor, predict, randomize } from './testing';

const { layers } = tfl;
type Symbolic = tfl.SymbolicTensor;

function expectSame(model: tfl.LayersModel): void {
  randomize(model);
  const network = fromLayersModel(model);
  expect(difference(network, model)).toBeLessThan(1e-5);
  expect(excess(network, model, 0.02)).toBeLessThan(1e-4);
  // not model.dispose(): it leaves the variables of layers that are called twice or within another model
  disposeNetwork(network);
}

describe('fromLayersModel, graphs', () => {
  it('imports a residual network with batch norm', () => {
    const input = tfl.input({ shape: [6, 6, 2] });
    const convolved = layers.conv2d({ filters: 2, kernelSize: 3, padding: 'same' }).apply(input);
    const normalized = layers.batchNormalization().apply(convolved);
    const body = layers.reLU().apply(normalized) as Symbolic;
    const sum = layers.add().apply([body, input]);
    const pooled = layers.globalAveragePooling2d({}).apply(sum);
    expectSame(tfl.model({ inputs: input, outputs: layers.dense({ units: 3 }).apply(pooled) as Symbolic }));
  });

  it('imports branches of different depth, joined', () => {
    const input = tfl.input({ shape: [8, 8, 1] });
    const narrow = layers.conv2d({ filters: 2, kernelSize: 1, activation: 'relu' }).apply(input) as Symbolic;
    const wide = layers.conv2d({ filters: 3, kernelSize: 3, padding: 'same' }).apply(narrow) as Symbolic;
    const joined = layers.concatenate().apply([input, narrow, wide]);
    const flat = layers.flatten().apply(joined);
    expectSame(tfl.model({ inputs: input, outputs: layers.dense({ units: 3 }).apply(flat) as Symbolic }));
  });

  it('imports a layer that is called twice, with one set of variables', () => {
    const input = tfl.input({ shape: [4] });
    const shared = layers.dense({ units: 4, activation: 'tanh', name: 'shared' });
    const twice = shared.apply(shared.apply(input)) as Symbolic;
    const model = tfl.model({ inputs: input, outputs: twice });
    const network = fromLayersModel(model);
    expect(Object.keys(network.variables)).toEqual(['shared/kernel', 'shared/bias']);
    expect(network.nodes.map(({ name }) => name)).toEqual([
      'input',
      'shared',
      'shared/tanh',
      'shared_2',
      'shared_2/tanh',
    ]);
    expectSame(model);
  });

  it('takes the product of a branch with itself for a square', () => {
    const input = tfl.input({ shape: [4] });
    const model = tfl.model({ inputs: input, outputs: layers.multiply().apply([input, input]) as Symbolic });
    expect(fromLayersModel(model).nodes.map(({ op }) => op)).toEqual(['input', 'square']);
    expectSame(model);
  });

  it('imports models within models, whose two outputs are both used, and called twice', () => {
    const inside = tfl.input({ shape: [4] });
    const hidden = layers.dense({ units: 4, activation: 'relu', name: 'hidden' }).apply(inside) as Symbolic;
    const end = layers.dense({ units: 4, name: 'end' }).apply(hidden) as Symbolic;
    const inner = tfl.model({ inputs: inside, outputs: [hidden, end], name: 'inner' });
    const input = tfl.input({ shape: [4] });
    const first = inner.apply(input) as Symbolic[];
    const second = inner.apply(first[1]!) as Symbolic[];
    const sum = layers.add().apply([...first, ...second]) as Symbolic;
    const model = tfl.model({ inputs: input, outputs: sum });
    const network = fromLayersModel(model);
    expect(Object.keys(network.variables)).toEqual([
      'inner/hidden/kernel',
      'inner/hidden/bias',
      'inner/end/kernel',
      'inner/end/bias',
    ]);
    expect(network.nodes.filter(({ op }) => op === 'dense')).toHaveLength(4);
    expectSame(model);
  });

  it('imports a sequential model that begins and ends with others', () => {
    const head = tfl.sequential({
      layers: [layers.conv1d({ filters: 3, kernelSize: 3, inputShape: [8, 2], name: 'same' })],
    });
    const tail = tfl.sequential({
      layers: [layers.flatten({ inputShape: [6, 3] }), layers.dense({ units: 3, name: 'same' })],
    });
    const model = tfl.sequential({ layers: [head, layers.reLU(), tail] });
    randomize(model);
    const network = fromLayersModel(model);
    expect(Object.keys(network.variables).map((name) => name.split('/').slice(0, -1).join('/'))).toEqual([
      'same',
      'same',
      `${tail.name}/same`,
      `${tail.name}/same`,
    ]);
    expect(difference(network, model)).toBeLessThan(1e-5);
    disposeNetwork(network);
  });
});

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
