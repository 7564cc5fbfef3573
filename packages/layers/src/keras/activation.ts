import type { ActivationName } from '@ibp/core';
import { type Call, type Converter, refuse } from './converter';

/** The activations by the names that tf.LayersModel gives them. */
const activations: { readonly [name: string]: ActivationName } = {
  elu: 'elu',
  gelu: 'gelu',
  gelu_new: 'gelu',
  hardSigmoid: 'hardSigmoid',
  mish: 'mish',
  relu: 'relu',
  relu6: 'relu6',
  selu: 'selu',
  sigmoid: 'sigmoid',
  softplus: 'softplus',
  softsign: 'softsign',
  swish: 'silu',
  tanh: 'tanh',
};

/** Adds the activation that a layer's configuration names after node `x`; none for `linear`. */
export function addActivation(call: Call, x: number, name: string): number {
  const activation = (call.config.activation ?? 'linear') as string;
  if (activation === 'linear') return x;
  if (activation === 'softmax') return call.build.add('softmax', {}, [x], name);
  const op = activations[activation];
  if (!op) {
    const known = ['linear', 'softmax', ...Object.keys(activations)];
    refuse(call, `an activation among ${known.join(', ')}`, activation);
  }
  const params = activation === 'gelu_new' ? { approximate: true } : {};
  return call.build.add(op, params as never, [x], name);
}

/** The activation fused into a layer with a kernel, as a node of its own. */
export const fusedActivation = (call: Call, x: number): number =>
  addActivation(call, x, `${call.name}/${call.config.activation}`);

export const activation: Converter = (call) => addActivation(call, call.inputs[0]!, call.name);
