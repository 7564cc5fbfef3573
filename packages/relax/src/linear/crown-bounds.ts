import {
  applyRule,
  assertBox,
  type IntervalBounds,
  magnitude,
  outwardRules,
  outwardUpperBound,
  type PullBackRounding,
} from '@ibp/bounds';
import { type LoweredNetwork, lower, type Network } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { backward } from './backward';
import { exactNodes } from './exact-nodes';
import { lookedAt } from './looked-at';
import { additionsOf, magnitudesOf, nodeRounding, outwardLines } from './node-rounding';
import { relaxNode } from './relax-node';
import type { ReluSlope } from './relaxation';
import { adaptiveSlope } from './relaxations/relu';
import type { OutwardLines, Relaxed } from './relaxed';
import { unitRows } from './unit-rows';

/** Options of `crownBounds`. */
export type CrownBoundsOptions = {
  /** The most units (over the batch) that one backward pass bounds: memory is in proportion. 256 unless given. */
  readonly chunk?: number;
  /** How the line under a relu is chosen; adaptive unless given. */
  readonly slope?: ReluSlope;
  /** Whether time is up, asked before each pass: units that had none by then keep their intervals. */
  readonly reached?: () => boolean;
};

/**
 * Bounds of every node of a network, rounded outward: by intervals, and before ops that are not linear by CROWN as well, layer after
 * layer (Zhang et al. 2018). Entry `i` belongs to node `i`; entry 0 is `input`; the caller frees the others.
 *
 * Reads values back (it picks the units worth a pass) and so is not differentiable, nor can it be captured.
 *
 * @param input both ends `[batch, ...inputShape]`
 * @throws when the shape of the box is not the network's.
 */
export function crownBounds(
  given: Network | LoweredNetwork,
  input: IntervalBounds,
  { chunk = 256, slope = adaptiveSlope, reached = () => false }: CrownBoundsOptions = {},
): IntervalBounds[] {
  assertBox('crownBounds', input, given.inputShape);
  return tf.tidy(() => {
    const network = lower(given);
    const exact = exactNodes(network);
    const counted = lookedAt(network);
    const bounds: IntervalBounds[] = [];
    const magnitudes = magnitudesOf(bounds);
    const relaxations: (tf.TensorContainer | undefined)[] = [];
    const rounding: (PullBackRounding | undefined)[] = [];
    const outward: (OutwardLines | undefined)[] = [];
    for (const [i, node] of network.nodes.entries()) {
      relaxations.push(relaxNode(network, i, bounds, slope));
      if (node.op === 'input') {
        bounds.push(input);
        rounding.push(undefined);
        outward.push(undefined);
        continue;
      }
      const inputs = node.inputs.map((k) => bounds[k]!);
      const byIntervals = applyRule(outwardRules, node.op, inputs, node.params as never);
      const which = exact[i] ? undefined : counted.get(i);
      const magnitudeOf = (k: number) => (k === i ? magnitude(byIntervals) : magnitudes(k));
      rounding.push(nodeRounding(network, i, magnitudeOf, relaxations[i]));
      outward.push(outwardLines(network, i, bounds, relaxations[i], rounding));
      bounds.push(
        which
          ? refine(
              network,
              input,
              { relaxations, rounding, outward },
              { node: i, bounds: byIntervals, which },
              { chunk, reached },
            )
          : byIntervals,
      );
    }
    return bounds;
  });
}

type End = { readonly node: number; readonly bounds: IntervalBounds; readonly which: 'all' | 'unstable' };

/** The bounds of one node, intersected with what backward passes from its units give. */
function refine(
  network: LoweredNetwork,
  input: IntervalBounds,
  relaxed: Relaxed,
  { node, bounds: { lower, upper }, which }: End,
  { chunk, reached }: { readonly chunk: number; readonly reached: () => boolean },
): IntervalBounds {
  const { shape } = network.nodes[node]!;
  const [batch, units] = [lower.shape[0]!, lower.size / lower.shape[0]!];
  const [l, u] = [Float32Array.from(lower.dataSync()), Float32Array.from(upper.dataSync())];
  const counts = (i: number) => (which === 'all' ? l[i]! < u[i]! : l[i]! < 0 && u[i]! > 0);
  const picked = Array.from({ length: batch }, (_, b) =>
    Array.from({ length: units }, (_, k) => k).filter((k) => counts(b * units + k)),
  );
  const most = Math.max(...picked.map((list) => list.length));
  const rows = Math.max(1, Math.floor(chunk / batch));
  for (let start = 0; start < most && !reached(); start += rows) {
    const chosen = picked.map((list) => list.slice(start, start + rows));
    const length = Math.max(...chosen.map((list) => list.length));
    const values = tf.tidy(() => {
      const ones = unitRows(chosen, length, units);
      const c = tf.reshape(tf.concat([ones, tf.neg(ones)], 1), [batch, 2 * length, ...shape]);
      const spec = { c, d: tf.zeros([batch, 2 * length]) as tf.Tensor2D };
      const pulled = backward(network, node, spec, relaxed);
      return outwardUpperBound(pulled, input, additionsOf(network)).dataSync();
    });
    for (const [b, list] of chosen.entries()) {
      for (const [k, unit] of list.entries()) {
        const [i, at] = [b * units + unit, 2 * b * length + k];
        const [high, low] = [values[at]!, -values[at + length]!];
        // a NaN fails both comparisons
        // biome-ignore lint/complexity/useMathMinMax: these keep the old end where the new one is NaN
        [l[i], u[i]] = [low > l[i]! ? low : l[i]!, high < u[i]! ? high : u[i]!];
      }
    }
  }
  return { lower: tf.tensor(l, lower.shape), upper: tf.tensor(u, upper.shape) };
}
