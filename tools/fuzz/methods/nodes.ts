import type { IntervalBounds } from '@ibp/bounds';
import { lower, type Network, propagateAll } from '@ibp/layers';
import { crownBounds } from '@ibp/relax';
import * as tf from '@tensorflow/tfjs-core';
import { boxTensors } from '../tensors';
import type { Method } from './method';

/** Bounds of every node, held against the values at the points where rows are greatest. */
const nodeMethod = (
  name: string,
  share: number,
  bounds: (network: Network, box: IntervalBounds) => IntervalBounds[],
): Method => ({
  name,
  share,
  claims: async (to) => {
    const ends = tf.tidy(() =>
      bounds(to.network, boxTensors(to.boxes, to.network.inputShape)).map(
        ({ lower: l, upper: u }) => [l.dataSync(), u.dataSync()] as const,
      ),
    );
    return to.boxes.flatMap((box, i) => {
      const trace = to.evaluator.trace(to.rows[i]![0]!.truth.x);
      return ends.map(([l, u], index) => {
        const n = l.length / to.boxes.length;
        const slice = (values: ArrayLike<number>) =>
          Array.prototype.slice.call(values, i * n, (i + 1) * n) as number[];
        return { box, trace, node: { index, lower: slice(l), upper: slice(u) } };
      });
    });
  },
});

export const nodeMethods: readonly Method[] = [
  nodeMethod('nodes by intervals', 0.5, (network, box) => propagateAll(lower(network), box)),
  nodeMethod('nodes by crown', 0.5, (network, box) => crownBounds(network, box)),
];
