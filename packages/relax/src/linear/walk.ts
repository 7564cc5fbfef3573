import {
  applyRule,
  type IntervalBounds,
  intervalRules,
  magnitude,
  outwardRules,
  type PullBackRounding,
} from '@ibp/bounds';
import type { Shape } from '@ibp/core';
import type { LoweredNetwork } from '@ibp/layers';
import type * as tf from '@tensorflow/tfjs-core';
import { magnitudesOf, nodeRounding, outwardLines } from './node-rounding';
import { relaxNode } from './relax-node';
import type { ReluSlope } from './relaxation';
import type { OutwardLines, Relaxed } from './relaxed';

/** What is known of the nodes up to one: their bounds, and what a backward pass from it needs. */
export type Known = {
  readonly bounds: readonly IntervalBounds[];
  readonly relaxed: Relaxed;
  /** Whether what float32 may have lost is added, to what they give as well. */
  readonly outward: boolean;
};

export type Walk = {
  readonly network: LoweredNetwork;
  readonly input: IntervalBounds;
  readonly slope: ReluSlope;
  /** Shapes of parts of each node that passes stay in, see `nodeRounding`. */
  readonly windows: readonly (readonly Shape[])[];
  /** The last node; the network's unless given. */
  readonly end?: number;
  /** Whether what float32 may have lost is added; it is unless given. A loss does without. */
  readonly outward?: boolean;
};

/**
 * Bounds of every node in order: by intervals from those before, and then whatever `improve` makes of these, which may ask
 * for passes from the node. Call it inside `tf.tidy`.
 */
export function walk(
  { network, input, slope, windows, end = network.nodes.length - 1, outward = true }: Walk,
  improve: (node: number, byIntervals: IntervalBounds, known: Known) => IntervalBounds,
): IntervalBounds[] {
  const bounds: IntervalBounds[] = [];
  const magnitudes = magnitudesOf(bounds);
  const relaxations: (tf.TensorContainer | undefined)[] = [];
  const rounding: (PullBackRounding | undefined)[] = [];
  const lines: (OutwardLines | undefined)[] = [];
  for (const [i, node] of network.nodes.slice(0, end + 1).entries()) {
    relaxations.push(relaxNode(network, i, bounds, slope));
    if (node.op === 'input') {
      bounds.push(input);
      rounding.push(undefined);
      lines.push(undefined);
      continue;
    }
    const inputs = node.inputs.map((k) => bounds[k]!);
    const rules = outward ? outwardRules : intervalRules;
    const byIntervals = applyRule(rules, node.op, inputs, node.params as never);
    const magnitudeOf = (k: number) => (k === i ? magnitude(byIntervals) : magnitudes(k));
    rounding.push(outward ? nodeRounding(network, i, magnitudeOf, relaxations[i], windows[i]) : undefined);
    lines.push(outwardLines(network, i, bounds, relaxations[i], rounding));
    bounds.push(
      improve(i, byIntervals, { bounds, relaxed: { relaxations, rounding, outward: lines }, outward }),
    );
  }
  return bounds;
}
