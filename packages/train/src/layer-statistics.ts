import {
  activations,
  assertInputs,
  type Epsilon,
  type InputRange,
  type IntervalBounds,
  intervalRules,
  linfBall,
  readBall,
} from '@ibp/bounds';
import { fail } from '@ibp/core';
import { type LoweredNetwork, lower, type Network, nextTask, trace } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { assertExamples } from './examples';
import type { Examples } from './losses/loss';

/** Shares, of 1, of the ReLUs whose input is above 0, below 0, or may be either, anywhere in the ball. */
export type Stability = { readonly active: number; readonly inactive: number; readonly unstable: number };

/** Interval bounds of what one activation receives, or of the network's output. Averages over units and examples. */
export type LayerStatistics = {
  /** The name of the node whose output it is: `conv2d_1`. */
  readonly name: string;
  readonly units: number;
  /** Half the width of the bounds. Not finite where bounds overflow. */
  readonly meanRadius: number;
  /** Where the activation is a ReLU, leaky or not. A unit whose bounds are not numbers is unstable. */
  readonly stability?: Stability;
};

/** Options of `layerStatistics`. */
export type LayerStatisticsOptions = {
  /** In the units of the input, so 8/255 and not 8; a number, or one for each feature, 0 where it is fixed. */
  readonly epsilon: Epsilon;
  /** The valid inputs, each end one number or one for each feature; [0, 1] unless given. */
  readonly range?: InputRange;
};

/**
 * How wide interval bounds are, layer by layer, and how many ReLUs they leave undecided: what training with IBP brings
 * down, and what an exact verifier has to branch over (Xiao et al. 2019).
 *
 * @param batches `x` `[batch, ...inputShape]` and labels, which are not looked at; each `x` is freed.
 * @throws when there is no example, one does not fit the network or is not in the range, or epsilon is negative.
 */
export async function layerStatistics(
  network: Network,
  batches: Iterable<Examples> | AsyncIterable<Examples>,
  options: LayerStatisticsOptions,
): Promise<LayerStatistics[]> {
  const { epsilon, range } = await readBall('layerStatistics', network.inputShape, options);
  // the scale and shift of a batch norm are made anew by each lowering
  const layers = tf.tidy(() => measured(lower(network)));
  const sums = layers.map(() => [0, 0, 0]);
  let examples = 0;
  for await (const { x, labels } of batches) {
    try {
      assertExamples('layerStatistics', network, { x, labels });
      assertInputs('layerStatistics', await x.data(), network.inputShape, range, examples);
      const batch = tf.tidy(() => {
        const bounds = trace(lower(network), linfBall(x, epsilon, range), intervalRules);
        return layers.map(({ index }) => unitSums(bounds[index]!));
      });
      const values = await Promise.all(batch.map((sum) => sum.data()));
      tf.dispose(batch);
      values.forEach((value, i) => {
        sums[i] = sums[i]!.map((sum, j) => sum + value[j]!);
      });
      examples += x.shape[0]!;
    } finally {
      x.dispose();
    }
    await nextTask();
  }
  if (examples === 0) fail('layerStatistics', 'expected at least one example, got none');
  return layers.map(({ name, units, isRelu }, i) => {
    const [radius, active, inactive] = sums[i]!.map((sum) => sum / (units * examples)) as [
      number,
      number,
      number,
    ];
    const stability = { active, inactive, unstable: Math.max(0, 1 - active - inactive) };
    return { name, units, meanRadius: radius, ...(isRelu ? { stability } : {}) };
  });
}

/** The shares over all ReLUs of a network; undefined where it has none. */
export function neuronStability(layers: readonly LayerStatistics[]): Stability | undefined {
  const relus = layers.flatMap(({ units, stability }) => (stability ? [{ units, stability }] : []));
  const total = relus.reduce((sum, { units }) => sum + units, 0);
  if (total === 0) return undefined;
  const share = (key: keyof Stability) =>
    relus.reduce((sum, { units, stability }) => sum + units * stability[key], 0) / total;
  return { active: share('active'), inactive: share('inactive'), unstable: share('unstable') };
}

type Measured = {
  readonly index: number;
  readonly name: string;
  readonly units: number;
  readonly isRelu: boolean;
};

/** The nodes that feed an activation, and the output. */
function measured({ nodes }: LoweredNetwork): Measured[] {
  const isRelu = new Map([[nodes.length - 1, false]]);
  for (const { op, inputs } of nodes) {
    if (op in activations) isRelu.set(inputs[0]!, op === 'relu' || op === 'leakyRelu');
  }
  return [...isRelu.keys()]
    .sort((a, b) => a - b)
    .map((index) => {
      const { name, shape } = nodes[index]!;
      return { index, name, units: shape.reduce((a, b) => a * b, 1), isRelu: isRelu.get(index)! };
    });
}

/** `[3]`: the sum of the radii, and how many units are above 0 and below; both comparisons are false for NaN. */
function unitSums({ lower, upper }: IntervalBounds): tf.Tensor1D {
  const inactive = tf.lessEqual(upper, 0);
  // a unit that is 0 throughout is counted once
  const active = tf.logicalAnd(tf.greaterEqual(lower, 0), tf.logicalNot(inactive));
  return tf.stack([
    tf.sum(tf.div(tf.sub(upper, lower), 2)),
    tf.sum(tf.cast(active, 'float32')),
    tf.sum(tf.cast(inactive, 'float32')),
  ]) as tf.Tensor1D;
}
