import { drawNumbers } from '@ibp/bounds';
import { fail, sizeOf } from '@ibp/core';
import { apply, type Network } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import type { OnnxRuntime } from '../runtime/onnx-runtime';
import type { GraphRead } from './graph/read-graph';
import { where } from './read-onnx';
import { runFile } from './run-file';

/**
 * How far two results of one function may lie apart, over the greatest magnitude: float32 sums in another order differ by
 * some 1e-6, a hundred times that where large terms cancel. Half precision has 11 bits, of every value on the way.
 */
const tolerances = { float32: 1e-3, float64: 1e-3, float16: 5e-2, bfloat16: 5e-1 };

/** Below this all is 0. */
const nothing = 1e-6;

/**
 * Runs a network and the file that it was made of on random inputs, N(0, 1) and uniform in [0, 1).
 *
 * @throws where onnxruntime cannot run the file, or computes something else.
 */
export async function assertRuns(
  network: Network,
  { inputs, outputs }: GraphRead,
  bytes: Uint8Array,
  files: ReadonlyMap<string, Uint8Array>,
  runtime: OnnxRuntime,
): Promise<void> {
  const externalData = [...files].map(([path, data]) => ({ path, data }));
  const cannot = (error: Error) =>
    fail(
      where,
      `expected a file that onnxruntime runs, got "${error.message}"; compare: false imports it all the same`,
    );
  const session = await runtime.InferenceSession.create(bytes, {
    logSeverityLevel: 3,
    ...(externalData.length > 0 && { externalData }),
  }).catch(cannot);
  try {
    for (const distribution of ['gaussian', 'uniform'] as const) {
      const shape = [sizeOf(network.inputShape)];
      const x = drawNumbers({ seed: 1, name: where, shape, distribution });
      const theirs = await runFile({ runtime, session, inputs, outputs }, x).catch(cannot);
      const ours = await output(network, x);
      assertClose(ours, theirs, Math.max(...inputs.map(({ type }) => tolerances[type as 'float32'])));
    }
  } finally {
    await session.release();
  }
}

async function output(network: Network, x: Float32Array): Promise<Float32Array> {
  const y = tf.tidy(() => apply(network, tf.tensor(x.slice(), [1, ...network.inputShape])));
  const data = (await y.data()) as Float32Array;
  y.dispose();
  return data;
}

function assertClose(ours: Float32Array, theirs: readonly number[], tolerance: number): void {
  if (ours.length !== theirs.length) {
    fail(where, `expected the ${theirs.length} outputs of onnxruntime, got ${ours.length}`);
  }
  let greatest = 0;
  for (const value of theirs) if (Number.isFinite(value)) greatest = Math.max(greatest, Math.abs(value));
  const most = tolerance * greatest + nothing;
  // NaN and infinity are themselves on either side
  const differ = (a: number, b: number) => !Object.is(a, b) && !(Math.abs(a - b) <= most);
  const apart = theirs.findIndex((value, i) => differ(value, ours[i]!));
  if (apart >= 0) {
    fail(where, `expected what onnxruntime computes, ${theirs[apart]} at ${apart}, got ${ours[apart]}`);
  }
}
