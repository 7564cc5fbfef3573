import * as tfl from '@tensorflow/tfjs-layers';

const { layers } = tfl;

/** One configuration of a layer, on inputs of these shapes. */
export type Configured = {
  readonly name: string;
  readonly shapes: readonly (readonly number[])[];
  readonly make: () => tfl.layers.Layer;
};

type Options = { readonly [key: string]: readonly unknown[] };

/** Every choice of one value for each key. */
const product = (options: Options): { [key: string]: unknown }[] =>
  Object.entries(options).reduce<{ [key: string]: unknown }[]>(
    (all, [key, values]) => all.flatMap((one) => values.map((value) => ({ ...one, [key]: value }))),
    [{}],
  );

function family(
  name: string,
  shapes: readonly (readonly number[])[],
  make: (options: never) => tfl.layers.Layer,
  options: Options = {},
): Configured[] {
  return product(options).map((chosen) => ({
    name: `${name} ${JSON.stringify(chosen)} of ${JSON.stringify(shapes)}`,
    shapes,
    make: () => make(structuredClone(chosen) as never),
  }));
}

const activations = [
  ...['elu', 'gelu', 'gelu_new', 'hardSigmoid', 'linear', 'mish', 'relu', 'relu6', 'selu', 'sigmoid'],
  ...['softmax', 'softplus', 'softsign', 'swish', 'tanh'],
];
const formats = [undefined, 'channelsLast', 'channelsFirst'];
const both = ['valid', 'same'];
const images = [[8, 7, 2]] as const;
const rows = [[9, 3]] as const;
const ranks = [[[5]], [[3, 4]], [[3, 2, 4]]] as const;
const pairs = [1, 2, 3, [2, 1], [1, 3]];

const windows2d = { strides: pairs, padding: both };
const dilated2d = { dilationRate: [2, [1, 2], [3, 1]], padding: both };
const kernels = { kernelSize: [1, 2, 3, [2, 3]] };

const convolutions = (name: string, make: (options: never) => tfl.layers.Layer, own: Options) => [
  ...family(name, images, make, { ...own, ...kernels, ...windows2d }),
  ...family(name, images, make, { ...own, ...kernels, ...dilated2d }),
  ...family(name, images, make, { ...own, kernelSize: [2], dataFormat: formats, useBias: [true, false] }),
  ...family(name, images, make, { ...own, kernelSize: [2], activation: activations }),
];

/** Layers over what can be configured about them; what tf.LayersModel itself refuses to build is passed over. */
export const configurations: readonly Configured[] = [
  ...ranks.flatMap((shapes) => [
    ...family('Activation', shapes, layers.activation, { activation: activations }),
    ...family('Dense', shapes, layers.dense, { units: [4], useBias: [true, false], activation: activations }),
    ...family('BatchNormalization', shapes, layers.batchNormalization, {
      axis: [-1, 1, 2, 3, -2, [1], [2], [3], [-1]],
      scale: [true, false],
      center: [true, false],
      epsilon: [1e-3, 0.1],
    }),
    ...family('ReLU', shapes, layers.reLU, { maxValue: [undefined, 0.3, 1, 6, 20] }),
    ...family('LeakyReLU', shapes, layers.leakyReLU, { alpha: [undefined, 0, 0.2, 1, 1.5, -0.5] }),
    ...family('ELU', shapes, layers.elu, { alpha: [undefined, 1, 0.5] }),
    ...family('PReLU', shapes, layers.prelu, { sharedAxes: [undefined, [1], [2], [1, 2], 1] }),
    ...family('Softmax', shapes, layers.softmax, { axis: [undefined, -1, 1, 2, 3, -2] }),
    ...family('Flatten', shapes, layers.flatten, { dataFormat: formats }),
    ...family('Rescaling', shapes, layers.rescaling, { scale: [1 / 255, -2], offset: [0, 0.5] }),
    ...family('Dropout', shapes, layers.dropout, { rate: [0.5] }),
    ...family('GaussianNoise', shapes, layers.gaussianNoise, { stddev: [1] }),
    ...family('GaussianDropout', shapes, layers.gaussianDropout, { rate: [0.5] }),
    ...family('AlphaDropout', shapes, layers.alphaDropout, { rate: [0.5] }),
  ]),
  ...family('SpatialDropout1D', rows, layers.spatialDropout1d, { rate: [0.5] }),
  ...convolutions('Conv2D', layers.conv2d, { filters: [3] }),
  ...family('Conv2DTranspose', images, layers.conv2dTranspose, {
    ...{ filters: [3], ...kernels, ...windows2d, useBias: [true, false] },
  }),
  ...convolutions('DepthwiseConv2D', layers.depthwiseConv2d, { depthMultiplier: [1, 2] }),
  ...convolutions('SeparableConv2D', layers.separableConv2d, { filters: [3], depthMultiplier: [1, 2] }),
  ...family('Conv1D', rows, layers.conv1d, {
    filters: [4],
    kernelSize: [1, 2, 3],
    strides: [1, 2, 3, 4],
    padding: [...both, 'causal'],
  }),
  ...family('Conv1D', rows, layers.conv1d, {
    filters: [4],
    kernelSize: [2, 3],
    dilationRate: [2, 3],
    padding: [...both, 'causal'],
  }),
  ...family('Conv1D', rows, layers.conv1d, {
    filters: [4],
    kernelSize: [2],
    dataFormat: formats,
    useBias: [true, false],
    activation: activations,
  }),
  ...[layers.averagePooling2d, layers.maxPooling2d].flatMap((make, i) => [
    ...family(['AveragePooling2D', 'MaxPooling2D'][i]!, images, make, {
      poolSize: [undefined, 1, 2, 3, [2, 3]],
      strides: [undefined, ...pairs],
      padding: both,
    }),
    ...family(['AveragePooling2D', 'MaxPooling2D'][i]!, images, make, { poolSize: [2], dataFormat: formats }),
  ]),
  ...[layers.averagePooling1d, layers.maxPooling1d].flatMap((make, i) =>
    family(['AveragePooling1D', 'MaxPooling1D'][i]!, rows, make, {
      poolSize: [undefined, 1, 2, 3],
      strides: [undefined, 1, 2, 4],
      padding: both,
    }),
  ),
  ...family('GlobalAveragePooling1D', rows, layers.globalAveragePooling1d),
  ...family('GlobalMaxPooling1D', rows, layers.globalMaxPooling1d as never),
  ...family('GlobalAveragePooling2D', images, layers.globalAveragePooling2d, { dataFormat: formats }),
  ...family('GlobalMaxPooling2D', images, layers.globalMaxPooling2d, { dataFormat: formats }),
  ...family('ZeroPadding2D', images, layers.zeroPadding2d, {
    padding: [undefined, 1, [1, 2], [[0, 1], [2, 3]]], // biome-ignore format: as Keras writes it
    dataFormat: formats,
  }),
  ...family('Permute', [[2, 3, 4]], layers.permute, {
    dims: [
      [1, 2, 3],
      [2, 1, 3],
      [3, 1, 2],
      [2, 3, 1],
    ],
  }),
  ...family('Reshape', [[3, 4]], layers.reshape, {
    targetShape: [[12], [2, null, 3], [-1], [2, -1], [6, 2], [1, 12]],
  }),
  ...[
    [
      [3, 4],
      [3, 4],
    ],
    [
      [3, 4],
      [3, 4],
      [3, 4],
    ],
    [
      [4, 4, 2],
      [1, 1, 2],
    ],
    [
      [1, 1, 2],
      [4, 4, 2],
    ],
    [
      [4, 4, 2],
      [4, 4, 1],
      [1, 1, 1],
    ],
    [[3, 4], [4]],
    [[2], [3, 2], [2, 3, 2]],
    [[1], [5]],
  ].flatMap((shapes) =>
    (['add', 'average', 'maximum', 'minimum', 'multiply'] as const).flatMap((kind) =>
      family(`${kind[0]!.toUpperCase()}${kind.slice(1)}`, shapes, layers[kind] as never),
    ),
  ),
  ...[
    [
      [2, 2, 1],
      [2, 2, 1],
    ],
    [
      [3, 4],
      [3, 4],
      [3, 4],
    ],
    [[5], [2]],
    [
      [2, 3],
      [2, 1],
    ],
    [
      [2, 3],
      [4, 3],
    ],
  ].flatMap((shapes) =>
    family('Concatenate', shapes, layers.concatenate, { axis: [undefined, -1, 1, 2, 3, -2, -3, 0] }),
  ),
];
