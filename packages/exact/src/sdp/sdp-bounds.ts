import { fail, type PlainNetwork, sizeOf } from '@ibp/core';
import { copyOf } from '../plain/content';
import { rigorousBounds } from '../rigorous/bounds';
import { enclose } from '../rigorous/enclose';
import { assertBoxSize, type Enclosure, isSound } from '../rigorous/enclosure';
import { slack, up } from '../rigorous/rounding';
import { assertPlainSpec, type PlainSpec } from '../rigorous/spec';
import { derivativeMatrix } from './bipartite';
import { assertMixing, type MixingOptions, mixedMultipliers } from './mixing';
import { type OneHiddenLayer, oneHiddenLayer } from './one-hidden-layer';
import { provenSum } from './proven-sum';
import { pulledRow } from './pulled-row';

/** How far what goes into the hidden layer's matrix, the output of `before`, may be from its value at the middle of a box. */
function radiiOf(before: PlainNetwork, box: Enclosure): Float64Array {
  const [whole, point] = [box, middleOf(box)].map((of) => enclose(before, of).boxes[before.nodes.length - 1]);
  if (!isSound(box) || !whole || !point) {
    return new Float64Array(sizeOf(before.nodes.at(-1)!.shape)).fill(Number.NaN);
  }
  return whole.upper.map((u, j) => up(Math.max(u - point.lower[j]!, point.upper[j]! - whole.lower[j]!)));
}

/** What there is of a network before the matrix of its hidden layer. */
const upTo = ({ nodes }: PlainNetwork, node: number): PlainNetwork => ({ nodes: nodes.slice(0, node + 1) });

const middleOf = ({ lower, upper }: Enclosure): Enclosure => {
  const middle = lower.map((l, i) => l / 2 + upper[i]! / 2);
  return { lower: middle, upper: middle };
};

/**
 * The radii that {@link sdpBounds} needs to bound a network over all of these boxes: of what goes into the matrix of its
 * hidden layer, unit by unit. A box that has no points or is not finite counts for nothing, as nothing is proved of it.
 *
 * @throws when the network has not one hidden layer, or a box is none of its inputs.
 */
export function sdpRadii(network: PlainNetwork, boxes: readonly Enclosure[]): Float64Array {
  const { from, inputs } = oneHiddenLayer('sdpRadii', network);
  const before = upTo(network, from);
  const radii = new Float64Array(inputs);
  for (const box of boxes) {
    assertBoxSize('sdpRadii', network, box);
    for (const [j, radius] of radiiOf(before, box).entries()) if (radius > radii[j]!) radii[j] = radius;
  }
  return radii;
}

/** Upper bounds of the rows of a specification over one box. */
export type SdpBounds = (box: Enclosure, spec: PlainSpec) => Float64Array;

/**
 * Bounds by semidefinite programming of a network with one hidden layer (Raghunathan, Steinhardt and Liang 2018,
 * "Certified Defenses against Adversarial Examples"), in exact arithmetic for the float32 parameters as stored. Over a box
 * with middle `a` and radii `r`
 *
 *     c z(x) - c z(a) <= 1/4 max <M, P>,  P positive semidefinite with a diagonal of at most 1,
 *
 * since the slopes of the activation are from 0 to 1, and any `g` with `diag(g) - M` positive semidefinite gives
 * `<M, P> <= sum of g`. Such `g` are sought once for each row of coefficients (and its negative, of which they are the
 * same) and proved by Cholesky's factorisation; then they serve every box of these radii.
 *
 * @param radii as {@link sdpRadii} gives them.
 * @returns (the bounds) one for each row; below 0 it holds. NaN (nothing proved) where the box is empty or wider than the
 * radii, a parameter is NaN or infinite, or anything overflows.
 * @throws when the network has not one hidden layer, an option cannot be meant, or (the bounds) where a box or a specification is not one of the
 * network.
 *
 * @example
 * ```ts
 * import { marginSpec, sdpBounds, sdpRadii } from '@ibp/exact';
 *
 * // z = |x| as relu(x) + relu(-x), and 3: the slope of |x| is at most 1
 * const dense = (name: string, kernel: number[], shape: number[], bias: number[]) => ({
 *   op: 'dense' as const,
 *   name,
 *   inputs: [name === 'hidden' ? 0 : 2],
 *   shape: [2],
 *   params: {
 *     kernel: { shape, data: Float32Array.from(kernel) },
 *     bias: { shape: [2], data: Float32Array.from(bias) },
 *   },
 * });
 * const network = {
 *   nodes: [
 *     { op: 'input' as const, name: 'x', inputs: [], shape: [1], params: {} },
 *     dense('hidden', [1, -1], [1, 2], [0, 0]),
 *     { op: 'relu' as const, name: 'relu', inputs: [1], shape: [2], params: {} },
 *     dense('scores', [1, 0, 1, 0], [2, 2], [0, 3]),
 *   ],
 * };
 * const box = { lower: Float64Array.of(-2), upper: Float64Array.of(2) };
 * const [bound] = sdpBounds(network, sdpRadii(network, [box]))(box, marginSpec(1, 2));
 * console.log(bound!.toFixed(3)); // -1.000
 * ```
 */
export function sdpBounds(given: PlainNetwork, radii: Float64Array, options: MixingOptions = {}): SdpBounds {
  const network = copyOf(given);
  const layer = oneHiddenLayer('sdpBounds', network);
  const { from, inputs } = layer;
  assertMixing(options);
  const before = upTo(network, from);
  if (radii.length !== inputs) fail('sdpBounds', `expected ${inputs} radii, got ${radii.length}`);
  const kept = radii.slice();
  const gains = new Map<string, number>();
  const gainOf = (c: Float64Array): number => {
    const sign = (c.find((value) => value !== 0) ?? 1) < 0 ? -1 : 1;
    const key = c.map((value) => sign * value || 0).join();
    const gain = gains.get(key) ?? sdpGain(layer, kept, c, options);
    gains.set(key, gain);
    return gain;
  };
  const units = sizeOf(network.nodes.at(-1)!.shape);
  return (box, spec) => {
    assertBoxSize('sdpBounds', network, box);
    assertPlainSpec('sdpBounds', spec, units);
    const own = radiiOf(before, box);
    if (!own.every((radius, j) => radius <= kept[j]!))
      return new Float64Array(spec.d.length).fill(Number.NaN);
    const middle = rigorousBounds(network, middleOf(box), spec);
    return middle.map((value, row) => {
      const bound = up(value + gainOf(spec.c.subarray(row * units, (row + 1) * units)));
      return Number.isFinite(bound) ? bound : Number.NaN;
    });
  };
}

/** How much greater than in the middle a row of coefficients may be anywhere in a box. */
function sdpGain(
  { weights, after, hidden, inputs }: OneHiddenLayer,
  radii: Float64Array,
  c: Float64Array,
  options: MixingOptions,
): number {
  const v = pulledRow(c, after);
  const matrix = derivativeMatrix(weights, v.values, radii);
  let missed = 0; // what coefficients that rounding took make of hidden units, which move by |W| r at most
  for (let k = 0; k < hidden; k++) {
    let reach = 0;
    for (let j = 0; j < inputs; j++) reach += Math.abs(weights[k * inputs + j]!) * radii[j]!;
    missed += v.errors[k]! * reach;
  }
  return up(provenSum(matrix, mixedMultipliers(matrix, options)) / 4 + missed * slack);
}
