import { type IntervalBounds, isPerFeature, type LinearSpec, type PerFeature } from '@ibp/bounds';
import { ceilFloat32, fail, type PlainNetwork, sizeOf } from '@ibp/core';
import {
  type Enclosure,
  type MixingOptions,
  type PlainSpec,
  type SdpBounds,
  sameNetwork,
  sdpBounds,
  sdpRadii,
} from '@ibp/exact';
import { assertProblem, type BoundMethod } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { readNetwork } from './read-network';

/** Options of `sdp`. */
export type SdpOptions = MixingOptions & {
  /**
   * The radius of the boxes to come, one number or one for each feature: what is sought for it serves all of them. Those
   * of the boxes of each call unless given, which differ where a range cuts them.
   */
  readonly radius?: PerFeature;
};

/** What was prepared for a network and for boxes of some radii. */
type Prepared = { readonly network: PlainNetwork; readonly radii: Float64Array; readonly bounds: SdpBounds };

/** Of a radius from outside: what rounds a ball outward must not make it another one. */
const room = 1 + 2 ** -16;

/**
 * The bound of Raghunathan et al. 2018 for networks with one hidden layer, by semidefinite programming: see
 * `sdpBounds` of `@ibp/exact`, which proves it in exact arithmetic. What is costly depends on the network, the radii and
 * the row (or its negative: 45 pairs of ten classes) and not on the example: it is done once and kept for the calls that
 * follow, as long as the network's parameters stay the same and the radii fit.
 *
 * Reads values back, so it is not for capturing, and has no gradient; to train for it see `sdpRegularizer` of `@ibp/train`.
 *
 * @throws when a radius is negative or not finite; (the method) where a shape does not fit, or the network has more than
 * one hidden layer, or an activation whose slopes are not from 0 to 1.
 *
 * @example
 * ```ts
 * import { classificationSpec, linfBall } from '@ibp/bounds';
 * import { dense, lower, network, relu, sequential } from '@ibp/layers';
 * import { sdp } from '@ibp/verify';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * const net = network([2], sequential(dense(16), relu(), dense(3)), { seed: 8 });
 * const box = linfBall(tf.tensor2d([[0.9, 0.1]]), 0.01);
 * const margins = sdp({ radius: 0.01 })(lower(net), box, classificationSpec([2], 3));
 * console.log(margins.dataSync().every((margin) => margin < 0)); // true
 * ```
 */
export function sdp(options: SdpOptions = {}): BoundMethod {
  const { radius, ...mixing } = options;
  if (radius !== undefined) assertRadii(radius);
  let last: Prepared | undefined;
  const preparedFor = (network: PlainNetwork, boxes: readonly Enclosure[]): SdpBounds => {
    const own = sdpRadii(network, boxes);
    const fits = (known: number, j: number): boolean =>
      radius === undefined ? own[j]! === known : own[j]! <= known;
    if (last?.radii.every(fits) && sameNetwork(last.network, network)) return last.bounds;
    const radii = radius === undefined ? own : greatest(own, sdpRadii(network, [boxOf(network, radius)]));
    last = { network, radii, bounds: sdpBounds(network, radii, mixing) };
    return last.bounds;
  };
  return (network, input, spec) => {
    assertProblem('sdp', network, input, spec);
    const boxes = boxesOf(input);
    const bounds = preparedFor(readNetwork(network), boxes);
    const rows = rowsOf(spec);
    const margins = boxes.flatMap((box, i) => Array.from(boundOf(bounds, box, rows[i]!), ceilFloat32));
    return tf.tensor2d(margins, spec.d.shape);
  };
}

function assertRadii(radius: PerFeature): void {
  const wrong = (isPerFeature(radius) ? Array.from(radius) : [radius]).find((r) => !(r >= 0 && r < Infinity));
  if (wrong !== undefined) fail('sdp', `expected a finite radius >= 0, got ${wrong}`);
}

/** A box of these radii around 0. */
function boxOf({ nodes }: PlainNetwork, radius: PerFeature): Enclosure {
  const size = sizeOf(nodes[0]!.shape);
  if (isPerFeature(radius) && radius.length !== size) {
    fail('sdp', `expected a radius of one number or ${size}, got ${radius.length}`);
  }
  const upper = Float64Array.from(
    { length: size },
    (_, i) => (isPerFeature(radius) ? radius[i]! : radius) * room,
  );
  return { lower: upper.map((r) => -r), upper };
}

const greatest = (a: Float64Array, b: Float64Array): Float64Array => a.map((r, j) => Math.max(r, b[j]!));

function boxesOf({ lower, upper }: IntervalBounds): Enclosure[] {
  const [lows, highs] = [lower, upper].map((end) => Float64Array.from(end.dataSync()));
  const size = lower.size / lower.shape[0]!;
  return Array.from({ length: lower.shape[0]! }, (_, i) => ({
    lower: lows!.slice(i * size, (i + 1) * size),
    upper: highs!.slice(i * size, (i + 1) * size),
  }));
}

function rowsOf({ c, d }: LinearSpec): PlainSpec[] {
  const [batch, specs] = d.shape;
  const [rows, constants] = [c, d].map((tensor) => Float64Array.from(tensor.dataSync()));
  const size = rows!.length / batch;
  return Array.from({ length: batch }, (_, i) => ({
    c: rows!.slice(i * size, (i + 1) * size),
    d: constants!.slice(i * specs, (i + 1) * specs),
  }));
}

/** A specification that is not finite says nothing that could be proved. */
const boundOf = (bounds: SdpBounds, box: Enclosure, rows: PlainSpec): Float64Array =>
  rows.c.every(Number.isFinite) && rows.d.every(Number.isFinite)
    ? bounds(box, rows)
    : new Float64Array(rows.d.length).fill(Number.NaN);
