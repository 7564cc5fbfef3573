import type * as tf from '@tensorflow/tfjs-core';
import type { Builder } from '../builder';
import type { KerasLayer, KerasVariable } from './model';

/** The variables of a model, as a network gets to hold them. */
export type Shared = {
  /** Registers one with the network, each once however often its layer is called. */
  readonly share: (layer: KerasLayer, key: string, name: string, frozen: boolean) => tf.Variable | undefined;
  /** Makes those that were shared as frozen say so. After the model has predicted once: building it undoes this. */
  readonly freeze: () => void;
};

export function sharedVariables(build: Builder): Shared {
  const known = new Map<KerasVariable, tf.Variable>();
  const cold: KerasVariable[] = [];
  const share: Shared['share'] = (layer, key, name, frozen) => {
    const found = layer.weights.find(({ originalName }) => originalName.split('/').at(-1) === key);
    if (!found) return undefined;
    const before = known.get(found);
    if (before) return before;
    if (frozen) cold.push(found);
    // LayerVariable.read() gives the variable itself, though its type says tf.Tensor
    const variable = build.share(name, found.read() as tf.Variable);
    known.set(found, variable);
    return variable;
  };
  // a layer made with `trainable: false` leaves its variables trainable and only hides them from `fit`
  const freeze = () => {
    for (const variable of cold) variable.trainable = false;
  };
  return { share, freeze };
}
