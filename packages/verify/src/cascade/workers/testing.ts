import { ofFeature } from '@ibp/bounds';
import { apply, dense, ibp, type Network, network, relu, sequential } from '@ibp/layers';
import { crown } from '@ibp/relax';
import * as tf from '@tensorflow/tfjs-core';
import type { Certified } from '../certify';
import type { Stage } from '../stage';
import { alphaCrownStage } from '../stages/alpha-crown';
import { attackStage } from '../stages/attack';
import { boundStage } from '../stages/bound';
import { branchAndBoundStage } from '../stages/branch-and-bound';
import { cleanStage } from '../stages/clean';

/** Offers the corner of the ball in one direction, whatever the network. */
const cornerStage = (...signs: readonly number[]): Stage =>
  attackStage('corner', async (_, { x, epsilon }) => {
    const at = await x.array();
    const radius = ofFeature(epsilon, 0) * (1 - 1e-6);
    const inRange = (value: number) => Math.min(1, Math.max(0, value));
    const examples = (at as number[][]).map((own) => ({
      witness: Float32Array.from(own, (value, i) => inRange(value + signs[i]! * radius)),
    }));
    return { examples };
  });

/** Stages of each kind, two of one name. */
export const allKinds = (): Stage[] => [
  cleanStage(),
  boundStage('ibp', ibp(), { batch: 4 }),
  cornerStage(1, -1, 1),
  boundStage('crown', crown(), { batch: 4 }),
  cornerStage(-1, 1, 1),
  alphaCrownStage({ steps: 5 }),
  branchAndBoundStage({ maxNodes: 200 }),
];

export const net = (): Network =>
  network([3], sequential(dense(12), relu(), dense(12), relu(), dense(3)), { seed: 5 });

/** The same each time, in batches of `size`, labelled by what the network says of all but a few. */
export function batchesOf(network: Network, count: number, size: number) {
  const x = tf.randomUniform([count, 3], 0, 1, 'float32', 11) as tf.Tensor2D;
  const labels = tf.tidy(() => Array.from(tf.argMax(apply(network, x), 1).dataSync()));
  labels[1] = (labels[1]! + 1) % 3;
  const parts = [];
  for (let at = 0; at < count; at += size) {
    const own = labels.slice(at, at + size);
    parts.push({ x: tf.slice(x, [at, 0], [own.length, 3]), labels: own });
  }
  x.dispose();
  return parts;
}

/** All that was found but how long it took. */
export const withoutTimes = (all: readonly Certified[]) => all.map(({ seconds: _, ...rest }) => rest);
