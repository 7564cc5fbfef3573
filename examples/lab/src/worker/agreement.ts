import { linearSpec, linfBall } from '@ibp/bounds';
import {
  type BoundMethod,
  conv2d,
  dense,
  disposeNetwork,
  flatten,
  ibp,
  lower,
  network,
  relu,
  sequential,
} from '@ibp/layers';
import { crown } from '@ibp/relax';
import * as tf from '@tensorflow/tfjs-core';

/** Of the greatest bound: sums of float32 in another order are far nearer to each other, kernels that are wrong far off. */
const tolerance = 1e-4;

/** Bounds of a small network of the kinds of layers of the page. */
async function boundsOf(net: ReturnType<typeof network>, method: BoundMethod): Promise<Float32Array> {
  const values = tf.tidy(() => {
    const pixels = Float32Array.from({ length: 128 }, (_, i) => ((i * 37) % 101) / 100);
    const ball = linfBall(tf.tensor(pixels, [2, 8, 8, 1]), 0.1, [0, 1]);
    const rows = tf.tensor([1, -1, 0, 0, 1, -1, -1, 0, 1], [1, 3, 3]) as tf.Tensor3D;
    return method(lower(net), ball, linearSpec(tf.tile(rows, [2, 1, 1])));
  });
  const found = (await values.data()) as Float32Array;
  values.dispose();
  return found.slice();
}

/**
 * Holds another backend to the one in use: bounds of one network by intervals, and where all is computed there by CROWN too.
 *
 * @param change makes the other one current.
 * @throws where they differ.
 */
export async function assertAgreement(change: () => Promise<void>, atOnce: boolean): Promise<void> {
  const methods = { intervals: ibp(), ...(atOnce ? { CROWN: crown() } : {}) };
  const layer = sequential(
    conv2d({ filters: 4, kernelSize: 3, strides: 2 }),
    relu(),
    flatten(),
    dense(8),
    relu(),
    dense(3),
  );
  // made where numbers can be read at once
  const net = network([8, 8, 1], layer, { seed: 1 });
  try {
    const expected = new Map<string, Float32Array>();
    for (const [name, method] of Object.entries(methods)) expected.set(name, await boundsOf(net, method));
    await change();
    for (const [name, method] of Object.entries(methods)) {
      const known = expected.get(name)!;
      const found = await boundsOf(net, method);
      const allowed = tolerance * Math.max(...known.map(Math.abs));
      if (!known.every((value, i) => Math.abs(value - found[i]!) <= allowed)) {
        throw new Error(`expected bounds by ${name} as WebAssembly finds them, got others`);
      }
    }
  } finally {
    disposeNetwork(net);
  }
}
