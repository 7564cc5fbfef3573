import type { IntervalBounds, LinearSpec } from '@ibp/bounds';
import { lower } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { boxTensors, specTensors } from '../tensors';
import { boundMethods } from './bound-methods';
import type { Claim, Given, Method } from './method';

export const given = ({ network, boxes, rows }: Given): { box: IntervalBounds; spec: LinearSpec } => ({
  box: boxTensors(boxes, network.inputShape),
  spec: specTensors(rows, network.nodes.at(-1)!.shape),
});

export const perRow = ({ boxes, rows }: Given, bounds: ArrayLike<number>): Claim[] =>
  boxes.flatMap((box, i) =>
    rows[i]!.map((row, k) => {
      const bound = bounds[i * rows[i]!.length + k]!;
      return { box, row, bound, proved: bound < 0 };
    }),
  );

/** Methods op by op on the current backend. */
export const eagerMethods: readonly Method[] = Object.entries(boundMethods).map(([name, [share, make]]) => ({
  name,
  share,
  claims: async (to) => {
    const method = make(to.network, to.random);
    if (!method) return [];
    const values = tf.tidy(() => {
      const { box, spec } = given(to);
      return method(lower(to.network), box, spec).dataSync();
    });
    return perRow(to, values);
  },
}));
