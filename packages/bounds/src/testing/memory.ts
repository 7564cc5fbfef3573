import * as tf from '@tensorflow/tfjs-core';

/** Fails unless a call leaves exactly `count` new tensors and every tensor in `given` as it was; returns its result. */
export function expectAllocates<T extends tf.TensorContainer>(
  count: number,
  given: tf.TensorContainer,
  call: () => T,
): T {
  const before = tf.memory().numTensors;
  const result = call();
  expect(tf.memory().numTensors - before).toBe(count);
  const returned = tf.tensor_util.getTensorsInContainer(result);
  expect(new Set(returned.map((t) => t.id)).size).toBe(count);
  for (const t of [...returned, ...tf.tensor_util.getTensorsInContainer(given)])
    expect(t.isDisposed).toBe(false);
  return result;
}
