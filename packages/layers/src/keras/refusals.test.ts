import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { fromLayersModel } from './from-layers-model';

const { layers } = tfl;
type Symbolic = tfl.SymbolicTensor;

function messageOf(model: tfl.LayersModel): string {
  let message = 'nothing was thrown';
  try {
    fromLayersModel(model);
  } catch (error) {
    message = (error as Error).message;
  }
  tf.disposeVariables();
  return message;
}

const single = (inputShape: (number | null)[], layer: tfl.layers.Layer) => {
  const input = tfl.input({ shape: inputShape });
  return tfl.model({ inputs: input, outputs: layer.apply(input) as Symbolic });
};

describe('fromLayersModel refuses', () => {
  it('all unsupported layers in one error, with the list of those supported', () => {
    const inner = tfl.sequential({
      layers: [layers.layerNormalization({ inputShape: [4, 3], name: 'norm' })],
    });
    const model = tfl.sequential({
      layers: [inner, layers.permute({ dims: [2, 1] }), layers.masking({ name: 'mask' })],
    });
    const message = messageOf(model);
    expect(message).toMatch(
      /^fromLayersModel: expected layers among Activation, Add, .*, Dense, .*, ZeroPadding2D, got/,
    );
    expect(message).toMatch(/got "norm" \(LayerNormalization\), "mask" \(Masking\)$/);
  });

  const image = [6, 6, 2];
  const channelsFirst = 'expected dataFormat "channelsLast", got "channelsFirst"';
  type Refusal = readonly [inputShape: (number | null)[], make: () => tfl.layers.Layer, message: string];
  const refusals: { readonly [what: string]: Refusal } = {
    'channels first in a convolution': [
      image,
      () => layers.conv2d({ filters: 1, kernelSize: 1, dataFormat: 'channelsFirst', name: 'mine' }),
      `fromLayersModel: layer "mine" (Conv2D): ${channelsFirst}`,
    ],
    'channels first in a pool': [
      image,
      () => layers.maxPooling2d({ poolSize: 2, dataFormat: 'channelsFirst', name: 'mine' }),
      `fromLayersModel: layer "mine" (MaxPooling2D): ${channelsFirst}`,
    ],
    'channels first in padding': [
      image,
      () => layers.zeroPadding2d({ dataFormat: 'channelsFirst', name: 'mine' }),
      `fromLayersModel: layer "mine" (ZeroPadding2D): ${channelsFirst}`,
    ],
    'channels first in a global pool': [
      image,
      () => layers.globalMaxPooling2d({ dataFormat: 'channelsFirst', name: 'mine' }),
      `fromLayersModel: layer "mine" (GlobalMaxPooling2D): ${channelsFirst}`,
    ],
    'causal padding': [
      [6, 2],
      () => layers.conv1d({ filters: 1, kernelSize: 2, padding: 'causal', name: 'mine' }),
      'fromLayersModel: layer "mine" (Conv1D): expected padding "valid" or "same", got "causal"',
    ],
    'strides with dilation': [
      image,
      () => layers.conv2d({ filters: 1, kernelSize: 2, strides: 2, dilationRate: 2, name: 'mine' }),
      'layer "mine": conv2d: expected strides or dilations of 1, got strides 2,2 and dilations 2,2',
    ],
    'a dilation that tfjs ignores': [
      image,
      () => layers.depthwiseConv2d({ kernelSize: 2, dilationRate: 2, name: 'mine' }),
      'fromLayersModel: layer "mine" (DepthwiseConv2D): expected dilationRate 1, got [2,2]',
    ],
    'batch norm of another axis': [
      image,
      () => layers.batchNormalization({ axis: 1, name: 'mine' }),
      'fromLayersModel: layer "mine" (BatchNormalization): expected the last axis (-1 or 3), got 1',
    ],
    'softmax over another axis': [
      image,
      () => layers.softmax({ axis: 2, name: 'mine' }),
      'fromLayersModel: layer "mine" (Softmax): expected the last axis (-1 or 3), got 2',
    ],
    'a relu that is 0': [
      [4],
      () => layers.reLU({ maxValue: 0, name: 'mine' }),
      'fromLayersModel: layer "mine" (ReLU): expected maxValue > 0, got 0',
    ],
    'a leaky relu that falls': [
      [4],
      () => layers.leakyReLU({ alpha: -1, name: 'mine' }),
      'layer "mine": leakyRelu: expected a slope alpha >= 0, got -1',
    ],
    'an activation without a rule': [
      [4],
      () => layers.dense({ units: 2, activation: 'logSoftmax' as 'softmax', name: 'mine' }),
      'fromLayersModel: layer "mine" (Dense): expected an activation among linear, softmax, elu, gelu, gelu_new, ' +
        'hardSigmoid, mish, relu, relu6, selu, sigmoid, softplus, softsign, swish, tanh, got "logSoftmax"',
    ],
    'an input of unknown size': [
      [null, null, 2],
      () => layers.conv2d({ filters: 1, kernelSize: 2 }),
      'fromLayersModel: expected a model whose input shape is fixed, or inputShape, got [*,*,2]',
    ],
  };

  it.each(Object.entries(refusals))('%s', (_, [inputShape, make, message]) => {
    expect(messageOf(single(inputShape, make()))).toBe(message);
  });

  it('an inputShape that is not one of the model', () => {
    const model = single([null, null, 2], layers.conv2d({ filters: 1, kernelSize: 2 }));
    const given = (inputShape: number[]) => () => fromLayersModel(model, { inputShape });
    expect(given([4, 4, 3])).toThrow('fromLayersModel: inputShape: expected shape [*,*,2], got [4,4,3]');
    expect(given([4, 4])).toThrow('fromLayersModel: inputShape: expected shape [*,*,2], got [4,4]');
    expect(given([4, 0.5, 2])).toThrow('expected an inputShape of whole numbers above 0, got [4,0.5,2]');
    tf.disposeVariables();
  });

  it('an axis that tf.LayersModel takes for another', () => {
    const input = tfl.input({ shape: [2, 2, 1] });
    const joined = layers.concatenate({ axis: -3, name: 'mine' }).apply([input, input]) as Symbolic;
    expect(messageOf(tfl.model({ inputs: input, outputs: joined }))).toBe(
      'fromLayersModel: layer "mine" (Concatenate): expected axis -1, or from 1 to 3, got -3',
    );
  });

  it('a 1-D convolution of channels first whose sizes would fit', () => {
    const layer = layers.conv1d({ filters: 2, kernelSize: 1, dataFormat: 'channelsFirst', name: 'mine' });
    expect(messageOf(single([3, 3], layer))).toBe(
      'fromLayersModel: layer "mine" (Conv1D): expected dataFormat "channelsLast", got "channelsFirst"',
    );
  });

  it('a model that computes something else, with the name of the first layer that does', () => {
    const model = tfl.sequential({
      layers: ['first', 'second', 'third'].map((name) =>
        layers.dense({ units: 3, inputShape: [3], name, kernelInitializer: 'ones' }),
      ),
    });
    for (const layer of model.layers.slice(1)) {
      const call = layer.call.bind(layer);
      layer.call = (inputs, kwargs) => tf.mul(call(inputs, kwargs) as tf.Tensor, 1.01);
    }
    expect(messageOf(model)).toMatch(
      /^fromLayersModel: layer "second" \(Dense\): expected what tf.LayersModel computes, .* at 0, got /,
    );
  });

  it('a model that cannot predict, with the name of the layer and the reason', () => {
    const model = single([3], layers.dense({ units: 2, name: 'mine' }));
    model.layers[1]!.call = () => {
      throw new Error('not today');
    };
    expect(messageOf(model)).toBe(
      'fromLayersModel: layer "mine" (Dense): expected one that predicts, got not today',
    );
  });

  it('more than one input or output, and none', () => {
    const [a, b] = [tfl.input({ shape: [2] }), tfl.input({ shape: [2] })];
    const sum = layers.add().apply([a, b]) as Symbolic;
    expect(messageOf(tfl.model({ inputs: [a, b], outputs: sum }))).toBe(
      'fromLayersModel: expected a model with 1 of inputs, got 2',
    );
    const outputs = [1, 2].map((units) => layers.dense({ units }).apply(a) as Symbolic);
    expect(messageOf(tfl.model({ inputs: a, outputs }))).toBe(
      'fromLayersModel: expected a model with 1 of outputs, got 2',
    );
    expect(() => fromLayersModel(tfl.sequential())).toThrow(/expected a model with 1 of inputs, got 0/);
  });

  it('without leaving tensors behind', () => {
    const model = single([4], layers.reLU({ maxValue: 0 }));
    const before = tf.memory().numTensors;
    expect(() => fromLayersModel(model)).toThrow();
    expect(tf.memory().numTensors).toBe(before);
  });
});
