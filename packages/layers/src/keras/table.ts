import { activation } from './activation';
import { elu, leakyRelu, prelu, relu, softmax } from './advanced-activations';
import { conv2dTranspose } from './conv2d-transpose';
import type { Converter } from './converter';
import { conv1d, conv2d, depthwiseConv2d, separableConv2d } from './convolution';
import { dense } from './dense';
import { add, average, concatenate, maximum, minimum, multiply } from './merge';
import { batchNormalization, rescaling } from './normalization';
import { globalPool, pool1d, pool2d } from './pooling';
import { flatten, permute, reshape, zeroPadding2d } from './shape';

/** What changes nothing when a model is used. */
const nothing: Converter = ({ inputs }) => inputs[0]!;

/** Every layer that can be imported, by its class. A new one is a function beside this file and a line here. */
export const converters: { readonly [className: string]: Converter } = {
  Activation: activation,
  Add: add,
  AlphaDropout: nothing,
  Average: average,
  AveragePooling1D: pool1d('averagePool'),
  AveragePooling2D: pool2d('averagePool'),
  BatchNormalization: batchNormalization,
  Concatenate: concatenate,
  Conv1D: conv1d,
  Conv2D: conv2d,
  Conv2DTranspose: conv2dTranspose,
  Dense: dense,
  DepthwiseConv2D: depthwiseConv2d,
  Dropout: nothing,
  ELU: elu,
  Flatten: flatten,
  GaussianDropout: nothing,
  GaussianNoise: nothing,
  GlobalAveragePooling1D: globalPool('globalAveragePool'),
  GlobalAveragePooling2D: globalPool('globalAveragePool'),
  GlobalMaxPooling1D: globalPool('globalMaxPool'),
  GlobalMaxPooling2D: globalPool('globalMaxPool'),
  LeakyReLU: leakyRelu,
  MaxPooling1D: pool1d('maxPool'),
  MaxPooling2D: pool2d('maxPool'),
  Maximum: maximum,
  Minimum: minimum,
  Multiply: multiply,
  PReLU: prelu,
  Permute: permute,
  ReLU: relu,
  Rescaling: rescaling,
  Reshape: reshape,
  SeparableConv2D: separableConv2d,
  Softmax: softmax,
  SpatialDropout1D: nothing,
  ZeroPadding2D: zeroPadding2d,
};
