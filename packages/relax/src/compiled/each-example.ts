import type { IntervalBounds, LinearSpec } from '@ibp/bounds';
import type { EngineInputs, HostArray } from '@ibp/layers';
import type * as tf from '@tensorflow/tfjs-core';
import { boundsInputs, floats } from './given-bounds';

/** One example of a batch, as inputs of compiled functions: its box (bounds of node 0) and its rows (`c` and `d`). */
export type Example = {
  readonly box: EngineInputs;
  readonly rows: { readonly c: HostArray; readonly d: HostArray };
};

/** Bounds of the rows of every example, one after another, `[batch, specs]`. */
export async function eachExample(
  { lower, upper }: IntervalBounds,
  { c, d }: LinearSpec,
  bound: (example: Example) => Promise<ArrayLike<number>>,
): Promise<Float32Array> {
  const all = await Promise.all([lower, upper, c, d].map(read));
  const [batch, specs] = d.shape;
  const margins = new Float32Array(batch * specs);
  for (let i = 0; i < batch; i++) {
    const [low, high, rows, constants] = all.map((x) =>
      x.slice((i * x.length) / batch, ((i + 1) * x.length) / batch),
    );
    const found = await bound({
      box: boundsInputs(0, lower.shape.slice(1), { lower: low!, upper: high! }),
      rows: { c: floats([1, ...c.shape.slice(1)], rows!), d: floats([1, specs], constants!) },
    });
    margins.set(Float32Array.from(found), i * specs);
  }
  return margins;
}

const read = async (x: tf.Tensor): Promise<Float32Array> => Float32Array.from(await x.data());
