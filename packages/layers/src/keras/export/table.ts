import type { ParamsOf } from '@ibp/bounds';
import type { ActivationName, OpName, Shape } from '@ibp/core';
import type { NodeOf } from '../../op-node';
import { affine } from './normalization';
import { conv2d, depthwiseConv2d, globalPool, pad, pool } from './windows';
import { present, refuse, type Written } from './written';

/** @param input the shape of the first input, without the batch. */
type Writer<K extends OpName> = (node: NodeOf<K, ParamsOf<K>>, input: Shape) => Written;

/** An elementwise function by the name that Keras has for it. */
const activation = (name: string) => (): Written => ({
  className: 'Activation',
  config: { activation: name },
});
const merge = (className: string) => (): Written => ({ className, config: {} });

const activations: { readonly [K in ActivationName]?: Writer<K> } = {
  relu: () => ({ className: 'ReLU', config: {} }),
  leakyRelu: ({ params: { alpha } }) => ({ className: 'LeakyReLU', config: { alpha } }),
  relu6: () => ({ className: 'ReLU', config: { max_value: 6 } }),
  elu: activation('elu'),
  selu: activation('selu'),
  // tfjs cannot read the name of the approximate one, gelu_new, from a file
  gelu: (node) => (node.params.approximate ? refuse(node as never, 'gelu itself') : activation('gelu')()),
  sigmoid: activation('sigmoid'),
  hardSigmoid: activation('hard_sigmoid'),
  tanh: activation('tanh'),
  softplus: activation('softplus'),
  softsign: activation('softsign'),
  silu: activation('swish'),
  mish: activation('mish'),
};

/** What Keras has a layer for; a node of any other op cannot be written. */
export const writers: { readonly [K in OpName]?: Writer<K> } = {
  ...activations,
  dense: ({ params: { kernel, bias } }) => ({
    className: 'Dense',
    config: { units: kernel.shape[1], use_bias: bias !== undefined },
    weights: present({ kernel, bias }),
  }),
  conv2d,
  depthwiseConv2d,
  affine,
  averagePool: pool('AveragePooling2D'),
  maxPool: pool('MaxPooling2D'),
  globalAveragePool: globalPool('GlobalAveragePooling2D'),
  globalMaxPool: globalPool('GlobalMaxPooling2D'),
  reshape: ({ params: { shape } }, input) =>
    shape.length === 1 && input.length > 1
      ? { className: 'Flatten', config: {} }
      : { className: 'Reshape', config: { target_shape: shape } },
  transpose: ({ params: { permutation } }) => ({
    className: 'Permute',
    config: { dims: permutation.map((axis) => axis + 1) },
  }),
  pad,
  add: merge('Add'),
  multiply: merge('Multiply'),
  concat: ({ params: { axis } }) => ({
    className: 'Concatenate',
    config: { axis: axis < 0 ? axis : axis + 1 },
  }),
  softmax: () => ({ className: 'Softmax', config: { axis: -1 } }),
};
