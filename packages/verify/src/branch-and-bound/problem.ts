import { type IntervalBounds, type LinearSpec, magnitude, upperBound } from '@ibp/bounds';
import { ibp, type LoweredNetwork } from '@ibp/layers';
import type { Relaxed } from '@ibp/relax';
import { adaptiveSlope, relaxedNodes, slopeNodes } from '@ibp/relax';
import * as tf from '@tensorflow/tfjs-core';

/** A relu, leakyRelu or abs with units whose sign is open at the root. */
export type OpenRelu = {
  readonly node: number;
  /** The node whose value it takes. */
  readonly before: number;
  /** Which units of that value are open, row-major. */
  readonly units: Int32Array;
  /** Where each unit is in `units`; -1 for one that is not open. */
  readonly indexOf: Int32Array;
  /** Bounds of all units at the root. */
  readonly lower: Float32Array;
  readonly upper: Float32Array;
};

/** What stays the same through a search. It holds tensors: make it inside `tf.tidy`, or keep them. */
export type Problem = {
  readonly network: LoweredNetwork;
  /** `[1, ...inputShape]` */
  readonly input: IntervalBounds;
  /** The same as arrays, and their length. */
  readonly ends: { readonly lower: Float32Array; readonly upper: Float32Array };
  readonly size: number;
  /** `[1, rows, ...]`, those of one group after the other. */
  readonly spec: LinearSpec;
  /** What is to be refuted one by one: rows of which one, or a convex combination, is to be below 0. */
  readonly groups: readonly RowGroup[];
  readonly bounds: IntervalBounds[];
  readonly relus: OpenRelu[];
  /** Of the nodes that are not linear; those in `relus` get others for each part. */
  readonly relaxations: readonly (tf.TensorContainer | undefined)[];
  /** What pulling back through each node may lose, on the whole box and so on its parts. */
  readonly rounding: NonNullable<Relaxed['rounding']>;
  /** The least bound of `ibp()` of a row of each group: saturated activations may let them prove what no lines do. */
  readonly intervals: Float32Array;
};

/** Rows `start` to before `end`. */
export type RowGroup = { readonly start: number; readonly end: number };

/** Each row by itself. */
export const eachRow = ({ d }: LinearSpec): RowGroup[] =>
  Array.from({ length: d.shape[1] }, (_, start) => ({ start, end: start + 1 }));

/** The most rows of a group. */
export const longestGroup = ({ groups }: Problem): number =>
  Math.max(...groups.map(({ start, end }) => end - start));

export function problemOf(
  network: LoweredNetwork,
  input: IntervalBounds,
  spec: LinearSpec,
  bounds: IntervalBounds[],
  groups: readonly RowGroup[] = eachRow(spec),
): Problem {
  const relus: OpenRelu[] = [];
  for (const node of slopeNodes(network)) {
    const before = network.nodes[node]!.inputs[0]!;
    const ends = bounds[before]!;
    const lower = Float32Array.from(ends.lower.dataSync());
    const upper = Float32Array.from(ends.upper.dataSync());
    const units = Int32Array.from([...lower.keys()].filter((i) => lower[i]! < 0 && upper[i]! > 0));
    const indexOf = new Int32Array(lower.length).fill(-1);
    units.forEach((unit, i) => {
      indexOf[unit] = i;
    });
    if (units.length > 0) relus.push({ node, before, units, indexOf, lower, upper });
  }
  const ends = {
    lower: Float32Array.from(input.lower.dataSync()),
    upper: Float32Array.from(input.upper.dataSync()),
  };
  const { relaxations, rounding } = relaxedNodes(network, bounds, adaptiveSlope);
  const rows = Float32Array.from(ibp()(network, input, spec).dataSync());
  // NaN is passed over: one row is enough
  const least = ({ start, end }: RowGroup) =>
    Math.min(...rows.slice(start, end).filter((b) => !Number.isNaN(b)));
  const intervals = Float32Array.from(groups, least);
  return {
    network,
    input,
    ends,
    size: ends.lower.length,
    spec: paidSpec(spec, bounds.at(-1)!, groups),
    groups,
    bounds,
    relus,
    relaxations,
    rounding,
    intervals,
  };
}

/** Rows of which float32 combinations may be made: their constants pay for what that rounds. */
function paidSpec(spec: LinearSpec, output: IntervalBounds, groups: readonly RowGroup[]): LinearSpec {
  const most = Math.max(...groups.map(({ start, end }) => end - start));
  if (most === 1) return spec;
  const farthest = magnitude(output);
  const size = upperBound({ c: tf.abs(spec.c), d: tf.abs(spec.d) }, { lower: farthest, upper: farthest });
  return { c: spec.c, d: tf.add(spec.d, tf.mul(size, (most + 4) * 2 ** -21)) };
}
