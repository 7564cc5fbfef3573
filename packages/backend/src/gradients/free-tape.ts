import * as tf from '@tensorflow/tfjs-core';

type Engine = ReturnType<typeof tf.engine>;
const marker = Symbol.for('@ibp/backend/free-tape');

/**
 * Has gradients free what they have saved when they throw: tfjs frees it at the end of a backward pass only, so that every
 * error in a function being differentiated, or in a gradient, would keep its activations for ever.
 */
export function freeTapeOnError(): void {
  const engine = tf.engine() as Engine & { [marker]?: true };
  if (engine[marker]) return;
  engine[marker] = true;
  const gradients = engine.gradients.bind(engine);
  engine.gradients = ((...args: Parameters<Engine['gradients']>) => {
    try {
      // in a scope, since the value of the function is there when a gradient throws
      return engine.tidy(() => gradients(...args) as unknown as tf.TensorContainer);
    } catch (error) {
      const { state } = engine;
      // within another gradient, the tape is that one's
      if (state.gradientDepth === 0) {
        for (const { saved } of state.activeTape ?? []) tf.dispose(saved);
        Object.assign(state, { activeTape: null });
      }
      throw error;
    }
  }) as unknown as Engine['gradients'];
}
