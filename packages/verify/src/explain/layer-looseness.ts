import { activations, concreteRules, type IntervalBounds } from '@ibp/bounds';
import { type LoweredNetwork, lower, type Network, propagateAll, trace } from '@ibp/layers';
import { crownBounds } from '@ibp/relax';
import * as tf from '@tensorflow/tfjs-core';

/** How wide what one activation receives, or the output, is over the ball. Averages over units. */
export type LayerLooseness = {
  /** The name of the node whose output it is. */
  readonly name: string;
  readonly units: number;
  /** The share of units, of 1, whose interval bounds lie on both sides of 0. */
  readonly unstable: number;
  /** The same by CROWN. */
  readonly unstableByCrown: number;
  readonly ibpWidth: number;
  readonly crownWidth: number;
  /** Between the least and the greatest value seen: no sound bounds are narrower. */
  readonly seenWidth: number;
};

/** How many points of a box are looked at, and by which seed they are drawn. */
export type Samples = { readonly samples: number; readonly seed: number };

/** Interval bounds of one box, CROWN's and what samples of it reach, layer by layer. */
export function layerLooseness(
  given: Network | LoweredNetwork,
  box: IntervalBounds,
  drawn: Samples,
): LayerLooseness[] {
  return tf.tidy(() => {
    const network = lower(given);
    const ibp = propagateAll(network, box);
    const crown = crownBounds(network, box);
    const seen = trace(network, cornersOf(box, drawn), concreteRules);
    return looked(network).map((i) => {
      const { name, shape } = network.nodes[i]!;
      return {
        name,
        units: shape.reduce((a, b) => a * b, 1),
        unstable: unstableShare(ibp[i]!),
        unstableByCrown: unstableShare(crown[i]!),
        ibpWidth: meanWidth(ibp[i]!),
        crownWidth: meanWidth(crown[i]!),
        seenWidth: meanWidth({ lower: tf.min(seen[i]!, 0), upper: tf.max(seen[i]!, 0) }),
      };
    });
  });
}

/** The nodes that feed an activation, and the output. */
const looked = ({ nodes }: LoweredNetwork): number[] => {
  const found = nodes.flatMap(({ op, inputs }) => (op in activations ? [...inputs] : []));
  return [...new Set([...found, nodes.length - 1])].sort((a, b) => a - b);
};

/** The center and corners of a box `[samples, ...]`: extremes are seen more often at corners than inside. */
export function cornersOf({ lower: low, upper }: IntervalBounds, { samples, seed }: Samples): tf.Tensor {
  const shape = [samples, ...low.shape.slice(1)];
  // a seed of 0 means none to tfjs
  const side = tf.step(tf.randomUniform(shape, -1, 1, 'float32', seed + 1));
  const corners = tf.add(tf.mul(side, upper), tf.mul(tf.sub(1, side), low));
  return tf.concat([tf.div(tf.add(low, upper), 2), corners]);
}

const meanWidth = ({ lower: low, upper }: IntervalBounds): number =>
  tf.mean(tf.sub(upper, low)).dataSync()[0]!;

const unstableShare = ({ lower: low, upper }: IntervalBounds): number =>
  tf.mean(tf.cast(tf.logicalAnd(tf.less(low, 0), tf.greater(upper, 0)), 'float32')).dataSync()[0]!;
