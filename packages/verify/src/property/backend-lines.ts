import { type IntervalBounds, type LinearSpec, outwardUpperBound } from '@ibp/bounds';
import { ceilFloat32, sizeOf } from '@ibp/core';
import type { Enclosure, PlainSpec } from '@ibp/exact';
import { ibp, type LoweredNetwork, outputShape, unlessUnsound } from '@ibp/layers';
import { adaptiveSlope, additionsOf, backward, crownBounds, relaxedNodes } from '@ibp/relax';
import * as tf from '@tensorflow/tfjs-core';
import type { Bounder, Lines } from './lines';
import { writeOutward } from './region';

/** The float32 boxes around some boxes, as one batch on the backend. */
export function boxTensors(boxes: readonly Enclosure[], inputShape: readonly number[]): IntervalBounds {
  const size = boxes[0]!.lower.length;
  const ends = {
    lower: new Float32Array(boxes.length * size),
    upper: new Float32Array(boxes.length * size),
  };
  boxes.forEach((box, i) => {
    writeOutward(box, ends, i * size);
  });
  const shape = [boxes.length, ...inputShape];
  return { lower: tf.tensor(ends.lower, shape), upper: tf.tensor(ends.upper, shape) };
}

/**
 * The rows for each of `batch` examples, in float32: constants are rounded up, what rounding the coefficients loses is
 * {@link lostByRows}.
 */
export function rowTensors(network: LoweredNetwork, { c, d }: PlainSpec, batch: number): LinearSpec {
  const shape = outputShape(network);
  const rows = tf.tensor(Float32Array.from(c), [1, d.length, ...shape]);
  const constants = tf.tensor2d(Float32Array.from(d, ceilFloat32), [1, d.length]);
  return {
    c: tf.tile(rows, [batch, 1, ...shape.map(() => 1)]),
    d: tf.tile(constants, [batch, 1]),
  };
}

/** By how much float32 coefficients may make each row less, over bounds of the outputs of `batch` examples: `[batch, rows]`. */
export function lostByRows({ c, d }: PlainSpec, output: () => IntervalBounds, batch: number): Float64Array {
  const lost = new Float64Array(batch * d.length);
  const off = c.map((v) => Math.abs(v - Math.fround(v)));
  if (off.every((v) => v === 0)) return lost;
  const [lower, upper] = [output().lower.dataSync(), output().upper.dataSync()];
  const units = c.length / d.length;
  return lost.map((_, i) => {
    const [b, r] = [Math.floor(i / d.length), i % d.length];
    let sum = 0;
    for (let k = 0; k < units; k++) {
      sum += off[r * units + k]! * Math.max(-lower[b * units + k]!, upper[b * units + k]!);
    }
    return sum * (1 + 2 ** -20);
  });
}

/**
 * The rows for one example, in float32, whose constants pay for what that makes of the coefficients: summed on the host
 * and rounded up, since a sum of float32 may be rounded down.
 */
export function paidRowTensors(
  network: LoweredNetwork,
  spec: PlainSpec,
  output: () => IntervalBounds,
): LinearSpec {
  const lost = lostByRows(spec, output, 1);
  const paid = spec.d.map((d, r) => (lost[r] === 0 ? d : d + lost[r]! + 2 ** -50 * (Math.abs(d) + lost[r]!)));
  return rowTensors(network, { c: spec.c, d: paid }, 1);
}

/** Products that take about a second, and the most units that have a pass together. */
const [work, mostUnits] = [2 ** 31, 4096];

/** How many units have a pass together, so that time is looked at every second or two. */
export const chunkOf = (products: number, most = mostUnits): number =>
  Math.max(16, Math.min(most, Math.floor(work / products)));

/**
 * Lines by CROWN on the backend, in float32, and bounds by it and by intervals: for every op that CROWN relaxes. What
 * float32 may have lost is in the constants.
 *
 * @param products of a pass through the network.
 * @param reached whether time is up: hidden units that had no pass by then keep their intervals.
 */
export function linesOnBackend(
  network: LoweredNetwork,
  spec: PlainSpec,
  products = 1,
  reached = () => false,
): Bounder {
  const rows = spec.d.length;
  const chunk = chunkOf(products);
  const bound: Bounder['bound'] = (parts) => {
    const boxes = parts.map(({ box }) => box);
    const batch = boxes.length;
    const n = boxes[0]!.lower.length;
    const found: { lines?: Lines[] } = {};
    tf.tidy(() => {
      const input = boxTensors(boxes, network.inputShape);
      const given = rowTensors(network, spec, batch);
      const bounds = crownBounds(network, input, { chunk, reached });
      const relaxed = relaxedNodes(network, bounds, adaptiveSlope);
      const pulled = backward(network, network.nodes.length - 1, given, relaxed);
      const outward = outwardUpperBound(pulled, input, additionsOf(network));
      const margins = unlessUnsound(bounds, outward).dataSync();
      const intervals = ibp()(network, input, given).dataSync();
      const lost = lostByRows(spec, () => bounds.at(-1)!, batch);
      const [c, low, high] = [pulled.c.dataSync(), input.lower.dataSync(), input.upper.dataSync()];
      found.lines = boxes.map((_, b) => {
        const at = b * rows;
        const paid = (values: ArrayLike<number>) =>
          Float64Array.from({ length: rows }, (_, r) => values[at + r]! + lost[at + r]!);
        return outwardLines(
          Float64Array.from(c.subarray(at * n, (at + rows) * n)),
          paid(margins),
          paid(intervals),
          [low.subarray(b * n, (b + 1) * n), high.subarray(b * n, (b + 1) * n)],
        );
      });
    });
    return found.lines!;
  };
  // a pass backward for every hidden unit
  const units = network.nodes.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  return { bound, together: Math.max(1, Math.floor(work / (products * units))) };
}

/** A bound that has paid for its rounding, less the greatest value of its line on the box, is a constant that has. */
function outwardLines(
  coefficients: Float64Array,
  margins: Float64Array,
  intervals: Float64Array,
  [low, high]: readonly [ArrayLike<number>, ArrayLike<number>],
): Lines {
  const n = low.length;
  const constants = margins.map((bound, r) => {
    let [sum, size] = [0, Math.abs(bound)];
    for (let i = 0; i < n; i++) {
      const a = coefficients[r * n + i]!;
      const most = a > 0 ? a * high[i]! : a * low[i]!;
      sum += most;
      size += Math.abs(most);
    }
    return bound - sum + 2 ** -30 * size;
  });
  // a comparison with NaN is false: whichever is a number is kept
  const bounds = margins.map((bound, r) =>
    intervals[r]! < bound || Number.isNaN(bound) ? intervals[r]! : bound,
  );
  return { coefficients, constants, bounds };
}
