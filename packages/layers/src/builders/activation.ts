import type { ParamsOf } from '@ibp/bounds';
import type { ActivationName } from '@ibp/core';
import type { Layer } from '../builder';

/** Any elementwise function of the vocabulary by its name: `activation('tanh')`, `activation('leakyRelu', { alpha: 0.1 })`. */
export function activation<K extends ActivationName>(
  name: K,
  ...params: Record<string, never> extends ParamsOf<K> ? [params?: ParamsOf<K>] : [params: ParamsOf<K>]
): Layer {
  return (build, x) => build.add(name, (params[0] ?? {}) as never, [x]);
}

/** `max(x, 0)`. */
export const relu = (): Layer => activation('relu');

/** `max(x, alpha x)`. */
export const leakyRelu = (alpha = 0.2): Layer => activation('leakyRelu', { alpha });

/** Softmax over the last axis, for networks that end in probabilities; certified training works on logits. */
export const softmax = (): Layer => (build, x) => build.add('softmax', {}, [x]);
