import * as tfl from '@tensorflow/tfjs-layers';
import { summary } from '../summary';
import { fromLayersModel } from './from-layers-model';
import { converters } from './table';
import { difference, excess, randomize } from './testing';

const { layers } = tfl;
type Case = readonly [inputShape: number[], make: () => tfl.layers.Layer];
const activation = (name: string): Case => [[5], () => layers.activation({ activation: name as 'relu' })];

/** Each layer with what can be configured about it, by class and variant. */
const cases: { readonly [name: string]: Case } = {
  ...Object.fromEntries(
    [
      ...['elu', 'gelu', 'gelu_new', 'hardSigmoid', 'linear', 'mish', 'relu', 'relu6', 'selu', 'sigmoid'],
      ...['softplus', 'softsign', 'swish', 'tanh'],
    ].map((name) => [`Activation ${name}`, activation(name)]),
  ),
  AlphaDropout: [[5], () => layers.alphaDropout({ rate: 0.5 })],
  AveragePooling1D: [[7, 2], () => layers.averagePooling1d({ poolSize: 3, strides: 2, padding: 'same' })],
  AveragePooling2D: [[6, 5, 2], () => layers.averagePooling2d({ poolSize: [2, 3], strides: [1, 2] })],
  'AveragePooling2D same': [[5, 5, 2], () => layers.averagePooling2d({ poolSize: 3, padding: 'same' })],
  'BatchNormalization of units': [[5], () => layers.batchNormalization()],
  'BatchNormalization of images': [[3, 4, 2], () => layers.batchNormalization({ epsilon: 0.1, axis: 3 })],
  'BatchNormalization without scale': [[5], () => layers.batchNormalization({ scale: false })],
  'BatchNormalization without center': [[5], () => layers.batchNormalization({ center: false })],
  Conv1D: [[7, 2], () => layers.conv1d({ filters: 3, kernelSize: 3, strides: 2, padding: 'same' })],
  'Conv1D dilated': [
    [9, 2],
    () => layers.conv1d({ filters: 3, kernelSize: 3, dilationRate: 2, activation: 'tanh', useBias: false }),
  ],
  Conv2D: [[6, 5, 2], () => layers.conv2d({ filters: 3, kernelSize: [3, 2], strides: [2, 1] })],
  'Conv2D relu': [
    [5, 5, 2],
    () => layers.conv2d({ filters: 3, kernelSize: 3, padding: 'same', strides: 2, activation: 'relu' }),
  ],
  'Conv2D dilated': [
    [6, 6, 1],
    () => layers.conv2d({ filters: 2, kernelSize: 3, dilationRate: 2, useBias: false }),
  ],
  Conv2DTranspose: [
    [4, 3, 2],
    () => layers.conv2dTranspose({ filters: 3, kernelSize: [3, 2], strides: [2, 1], activation: 'relu' }),
  ],
  'Conv2DTranspose same': [
    [3, 3, 2],
    () => layers.conv2dTranspose({ filters: 2, kernelSize: 3, strides: 2, padding: 'same', useBias: false }),
  ],
  Dense: [[5], () => layers.dense({ units: 4 })],
  'Dense sigmoid without bias': [
    [5],
    () => layers.dense({ units: 4, activation: 'sigmoid', useBias: false }),
  ],
  'Dense of images': [[3, 4, 2], () => layers.dense({ units: 4, activation: 'relu' })],
  DepthwiseConv2D: [
    [5, 5, 2],
    () => layers.depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2, strides: [2, 2], activation: 'relu' }),
  ],
  'DepthwiseConv2D same': [
    [5, 4, 2],
    () => layers.depthwiseConv2d({ kernelSize: 3, padding: 'same', useBias: false }),
  ],
  Dropout: [[5], () => layers.dropout({ rate: 0.5 })],
  ELU: [[5], () => layers.elu()],
  Flatten: [[3, 4, 2], () => layers.flatten()],
  GaussianDropout: [[5], () => layers.gaussianDropout({ rate: 0.5 })],
  GaussianNoise: [[5], () => layers.gaussianNoise({ stddev: 1 })],
  GlobalAveragePooling1D: [[4, 3], () => layers.globalAveragePooling1d()],
  GlobalAveragePooling2D: [[4, 3, 2], () => layers.globalAveragePooling2d({})],
  GlobalMaxPooling1D: [[4, 3], () => layers.globalMaxPooling1d()],
  GlobalMaxPooling2D: [[4, 3, 2], () => layers.globalMaxPooling2d({})],
  LeakyReLU: [[5], () => layers.leakyReLU({ alpha: 0.2 })],
  MaxPooling1D: [[7, 2], () => layers.maxPooling1d({ poolSize: 3, strides: 2 })],
  MaxPooling2D: [[6, 5, 2], () => layers.maxPooling2d({ poolSize: [2, 3], padding: 'same' })],
  PReLU: [[3, 4], () => layers.prelu()],
  'PReLU with shared slopes': [[3, 4, 2], () => layers.prelu({ sharedAxes: [1, 2] })],
  Permute: [[3, 4, 2], () => layers.permute({ dims: [3, 1, 2] })],
  ReLU: [[5], () => layers.reLU()],
  'ReLU to 6': [[5], () => layers.reLU({ maxValue: 6 })],
  'ReLU to 0.4': [[5], () => layers.reLU({ maxValue: 0.4 })],
  Rescaling: [[3, 4, 2], () => layers.rescaling({ scale: -2 / 255, offset: 0.5 })],
  Reshape: [[3, 4], () => layers.reshape({ targetShape: [2, null as unknown as number, 3] })],
  SeparableConv2D: [
    [6, 6, 2],
    () =>
      layers.separableConv2d({
        filters: 3,
        kernelSize: 3,
        depthMultiplier: 2,
        strides: 2,
        activation: 'elu',
      }),
  ],
  'SeparableConv2D dilated': [
    [7, 7, 2],
    () =>
      layers.separableConv2d({ filters: 3, kernelSize: 3, dilationRate: 2, padding: 'same', useBias: false }),
  ],
  Softmax: [[5], () => layers.softmax()],
  'Softmax of rows': [[2, 5], () => layers.softmax({ axis: -1 })],
  SpatialDropout1D: [[4, 3], () => layers.spatialDropout1d({ rate: 0.5 })],
  ZeroPadding2D: [
    [3, 4, 2],
    () => layers.zeroPadding2d({ padding: [[1, 0], [2, 3]] }), // biome-ignore format: as Keras writes it
  ],
};

describe('fromLayersModel, layer by layer', () => {
  it.each(Object.entries(cases))('%s: predicts the same and bounds it', (_, [inputShape, make]) => {
    const model = tfl.sequential({ layers: [layers.inputLayer({ inputShape }), make()] });
    randomize(model);
    const network = fromLayersModel(model, { keepSoftmax: true });
    expect(difference(network, model)).toBeLessThan(1e-5);
    expect(excess(network, model)).toBeLessThan(1e-5);
    const trained = model.trainableWeights.reduce(
      (sum, { shape }) => sum + shape.reduce((a, b) => a! * b!, 1)!,
      0,
    );
    expect(summary(network).parameters).toBe(trained);
    model.dispose();
  });

  const merges: { readonly [name: string]: () => tfl.layers.Layer } = {
    Add: () => layers.add(),
    Average: () => layers.average(),
    Concatenate: () => layers.concatenate(),
    'Concatenate along rows': () => layers.concatenate({ axis: 1 }),
    Maximum: () => layers.maximum(),
    Minimum: () => layers.minimum(),
    Multiply: () => layers.multiply(),
  };

  it.each(Object.entries(merges))('%s of three branches: predicts the same and bounds it', (_, make) => {
    const input = tfl.input({ shape: [3, 4] });
    const branches = [1, 2, 3].map(() => layers.dense({ units: 4 }).apply(input) as tfl.SymbolicTensor);
    const model = tfl.model({ inputs: input, outputs: make().apply(branches) as tfl.SymbolicTensor });
    randomize(model);
    const network = fromLayersModel(model);
    expect(difference(network, model)).toBeLessThan(1e-5);
    expect(excess(network, model)).toBeLessThan(1e-5);
    model.dispose();
  });

  it('has a case for every layer it supports', () => {
    const tried = [...Object.keys(cases), ...Object.keys(merges)].map((name) => name.split(' ')[0]);
    expect([...new Set(tried)].sort()).toEqual(Object.keys(converters).sort());
  });
});
