import { type LoweredNetwork, lower, type Network } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';

/** Runs with the lowered network, and frees what lowering made (the scales and shifts of batch norm), whatever happens. */
export async function withLowered<T>(
  network: Network | LoweredNetwork,
  run: (lowered: LoweredNetwork) => Promise<T>,
): Promise<T> {
  const of = ({ nodes }: Network | LoweredNetwork) => nodes.map(({ params }) => params as tf.TensorContainer);
  const kept = new Set(tf.tensor_util.getTensorsInContainer(of(network)));
  const made: { lowered?: LoweredNetwork } = {};
  const tensors = tf.tidy(() => {
    made.lowered = lower(network);
    return of(made.lowered);
  });
  try {
    return await run(made.lowered!);
  } finally {
    tf.dispose(tf.tensor_util.getTensorsInContainer(tensors).filter((t) => !kept.has(t)));
  }
}
