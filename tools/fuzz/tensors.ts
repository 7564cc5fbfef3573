import type { IntervalBounds, LinearSpec } from '@ibp/bounds';
import type { Shape } from '@ibp/core';
import type { Network } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import type { Box, Floats, Row } from './case';
import { isNumbers, type Net } from './net';

/** A net on the current backend; `disposeNetwork` frees it. Batch norm takes variables, and so all are. */
export function networkOf(net: Net): Network {
  const variables: { [name: string]: tf.Variable } = {};
  const nodes = net.nodes.map(({ op, inputs, shape, params }, i) => ({
    op,
    name: `${op}_${i}`,
    inputs,
    shape,
    params: Object.fromEntries(
      Object.entries(params).map(([key, value]) => {
        if (!isNumbers(value)) return [key, value];
        const made = tf.tidy(() => tf.variable(tf.tensor(value.data.slice(), [...value.shape])));
        variables[`${op}_${i}/${key}`] = made;
        return [key, made];
      }),
    ),
  }));
  return { inputShape: net.nodes[0]!.shape, nodes: nodes as unknown as Network['nodes'], variables };
}

const stacked = (parts: readonly Floats[], shape: Shape): tf.Tensor => {
  const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return tf.tensor(all, [...shape]);
};

export const boxTensors = (boxes: readonly Box[], inputShape: Shape): IntervalBounds => ({
  lower: stacked(
    boxes.map(({ lower }) => lower),
    [boxes.length, ...inputShape],
  ),
  upper: stacked(
    boxes.map(({ upper }) => upper),
    [boxes.length, ...inputShape],
  ),
});

export const specTensors = (rows: readonly (readonly Row[])[], outputShape: Shape): LinearSpec => ({
  c: stacked(
    rows.flatMap((of) => of.map(({ c }) => c)),
    [rows.length, rows[0]!.length, ...outputShape],
  ),
  d: tf.tensor2d(
    rows.flatMap((of) => of.map(({ d }) => d)),
    [rows.length, rows[0]!.length],
  ),
});
