import { assertBox, type IntervalBounds, outwardUpperBound } from '@ibp/bounds';
import { type LoweredNetwork, lower, type Network } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { backward } from './backward';
import { type BoundedNode, crownPlan, unitsOfPass } from './crown-plan';
import { boundInFields } from './fields/bound-in-fields';
import { positionsOf } from './fields/positions';
import { additionsOf } from './node-rounding';
import { type HostBounds, narrow, pickedUnits, readBounds } from './picked-units';
import type { ReluSlope } from './relaxation';
import { adaptiveSlope } from './relaxations/relu';
import { unitRows } from './unit-rows';
import { type Known, walk } from './walk';

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
    const { bounded, windows } = crownPlan(network);
    return walk({ network, input, slope, windows }, (i, byIntervals, known) => {
      const node = bounded.find((one) => one.node === i);
      return node ? refined({ network, known, chunk, reached }, node, byIntervals) : byIntervals;
    });
  });
}

type Passes = {
  readonly network: LoweredNetwork;
  readonly known: Known;
  readonly chunk: number;
  readonly reached: () => boolean;
};

/** The bounds of one node, intersected with what backward passes from its units give. */
function refined(passes: Passes, node: BoundedNode, byIntervals: IntervalBounds): IntervalBounds {
  const ends = readBounds(byIntervals);
  const picked = pickedUnits(ends, node);
  (node.fields ? passInFields : passInRows)(passes, node, picked, ends);
  const { shape } = byIntervals.lower;
  return { lower: tf.tensor(ends.lower, shape), upper: tf.tensor(ends.upper, shape) };
}

function passInFields(
  { network, known, chunk, reached }: Passes,
  node: BoundedNode,
  picked: readonly number[],
  ends: HostBounds,
): void {
  const fields = node.fields!;
  const rows = unitsOfPass(network, node, chunk);
  for (let start = 0; start < picked.length && !reached(); start += rows) {
    const chosen = picked.slice(start, start + rows);
    const values = tf.tidy(() => {
      const { channels, examples, at } = positionsOf(fields, network, chosen);
      const places = Object.entries(at).map(([i, pixels]) => [i, tf.tensor1d(pixels, 'int32')] as const);
      return boundInFields(network, fields, known, {
        channels: tf.tensor1d(channels, 'int32'),
        examples: tf.tensor1d(examples, 'int32'),
        at: Object.fromEntries(places),
      }).dataSync();
    });
    for (const [k, unit] of chosen.entries()) narrow(ends, unit, values[2 * k]!, values[2 * k + 1]!);
  }
}

function passInRows(
  { network, known, chunk, reached }: Passes,
  { node }: BoundedNode,
  all: readonly number[],
  ends: HostBounds,
): void {
  const { shape } = network.nodes[node]!;
  const batch = known.bounds[0]!.lower.shape[0]!;
  const units = ends.lower.length / batch;
  const picked: number[][] = Array.from({ length: batch }, () => []);
  for (const unit of all) picked[Math.floor(unit / units)]!.push(unit % units);
  const most = Math.max(...picked.map((list) => list.length));
  const rows = Math.max(1, Math.floor(chunk / batch));
  for (let start = 0; start < most && !reached(); start += rows) {
    const chosen = picked.map((list) => list.slice(start, start + rows));
    const length = Math.max(...chosen.map((list) => list.length));
    const values = tf.tidy(() => {
      const ones = unitRows(chosen, length, units);
      const c = tf.reshape(tf.concat([ones, tf.neg(ones)], 1), [batch, 2 * length, ...shape]);
      const spec = { c, d: tf.zeros([batch, 2 * length]) as tf.Tensor2D };
      const pulled = backward(network, node, spec, known.relaxed);
      return outwardUpperBound(pulled, known.bounds[0]!, additionsOf(network)).dataSync();
    });
    for (const [b, list] of chosen.entries()) {
      for (const [k, unit] of list.entries()) {
        const at = 2 * b * length + k;
        narrow(ends, b * units + unit, values[at]!, values[at + length]!);
      }
    }
  }
}
