import type * as tf from '@tensorflow/tfjs-core';
import type { Builder } from '../builder';
import type { KerasLayer, KerasVariable } from './model';

/** Registers variables of a model with a network, each once however often its layer is called. */
export type Shared = (
  layer: KerasLayer,
  key: string,
  name: string,
  frozen: boolean,
) => tf.Variable | undefined;

export function sharedVariables(build: Builder): Shared {
  const known = new Map<KerasVariable, tf.Variable>();
  return (layer, key, name, frozen) => {
    const found = layer.weights.find(({ originalName }) => originalName.split('/').at(-1) === key);
    if (!found) return undefined;
    const before = known.get(found);
    if (before) return before;
    // a layer made with `trainable: false` leaves its variables trainable and only hides them from `fit`
    if (frozen) found.trainable = false;
    // LayerVariable.read() gives the variable itself, though its type says tf.Tensor
    const variable = build.share(name, found.read() as tf.Variable);
    known.set(found, variable);
    return variable;
  };
}
