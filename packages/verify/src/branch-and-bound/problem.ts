import type { IntervalBounds, LinearSpec } from '@ibp/bounds';
import { ibp, type LoweredNetwork } from '@ibp/layers';
import type { Relaxed } from '@ibp/relax';
import { adaptiveSlope, relaxedNodes, slopeNodes } from '@ibp/relax';
import type * as tf from '@tensorflow/tfjs-core';

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
  /** `[1, specs, ...]` */
  readonly spec: LinearSpec;
  readonly bounds: IntervalBounds[];
  readonly relus: OpenRelu[];
  /** Of the nodes that are not linear; those in `relus` get others for each part. */
  readonly relaxations: readonly (tf.TensorContainer | undefined)[];
  /** What pulling back through each node may lose, on the whole box and so on its parts. */
  readonly rounding: NonNullable<Relaxed['rounding']>;
  /** The bounds of `ibp()`, one for each specification: saturated activations may let them prove what no lines do. */
  readonly intervals: Float32Array;
};

export function problemOf(
  network: LoweredNetwork,
  input: IntervalBounds,
  spec: LinearSpec,
  bounds: IntervalBounds[],
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
  const { relaxations, rounding } = relaxedNodes(network, bounds, adaptiveSlope);
  const intervals = Float32Array.from(ibp()(network, input, spec).dataSync());
  return { network, input, spec, bounds, relus, relaxations, rounding, intervals };
}
