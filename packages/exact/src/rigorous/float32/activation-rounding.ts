import {
  type CurvedName,
  isMaxNode,
  matMulSizes,
  type Pieces,
  type PlainNetwork,
  type PlainNode,
} from '@ibp/core';
import { float32CurveErrors } from '../curves';
import { type Enclosure, magnitudes } from '../enclosure';
import { piecewise } from '../piecewise';
import { slack } from '../rounding';
import { float32Gamma, greatestValue, leastNormal } from './format';

/** Whether float32 computes it without rounding: all it does is to choose, negate or clip. */
const isExact = ({ slopes, shifts }: Pieces): boolean =>
  slopes.every((slope, k) =>
    slope === 0 ? Math.fround(shifts[k]!) === shifts[k] : Math.abs(slope) === 1 && shifts[k] === 0,
  );

/** Whether a number that is flushed to 0 may change its value by more than is allowed. */
const isTooSteep = ({ op, params }: PlainNode): boolean =>
  op === 'inverseRoot' && !((params as { readonly epsilon: number }).epsilon > 2 ** -100);

const greatest = (values: readonly number[]): number => Math.max(...values.map(Math.abs));

/** Whether there is a bound of what float32 makes of an op that is not linear. */
export const hasFloat32Rounding = (node: PlainNode): boolean =>
  piecewise(node) !== undefined ||
  isMaxNode(node) ||
  node.op in float32CurveErrors ||
  node.op === 'multiply' ||
  node.op === 'matMul';

/**
 * What float32 may lose of each unit of an op that is not linear.
 *
 * @param inputs the boxes of what it takes in.
 * @param output the box of its real function over them.
 * @returns nothing where something may overflow.
 */
export function activationRounding(
  node: PlainNode,
  inputs: readonly Enclosure[],
  output: Enclosure,
  network: PlainNetwork,
): Float64Array | undefined {
  const error = errorsOf(node, inputs, output, network);
  return error.every((e) => e < greatestValue) ? error : undefined;
}

function errorsOf(
  node: PlainNode,
  inputs: readonly Enclosure[],
  output: Enclosure,
  network: PlainNetwork,
): Float64Array {
  const [x, y] = inputs.map(magnitudes) as [Float64Array, Float64Array?];
  if (node.op === 'multiply') return x.map((a, i) => ofProducts(a * y![i]!, 1, 1 + a + y![i]!));
  if (node.op === 'matMul') {
    const shapes = node.inputs.map((i) => network.nodes[i]!.shape);
    return ofMatMul(x, y!, shapes);
  }
  const range = magnitudes(output);
  const pieces = piecewise(node);
  // 0 in place of a subnormal number, in and out
  if (isMaxNode(node) || (pieces && isExact(pieces))) return range.map(() => 4 * leastNormal);
  if (pieces) {
    const [slope, shift] = [greatest(pieces.slopes), greatest(pieces.shifts)];
    return x.map((a) => ofProducts(slope * a + shift, 6, 1 + slope + a));
  }
  const share = isTooSteep(node) ? Number.NaN : (float32CurveErrors[node.op as CurvedName] ?? Number.NaN);
  return range.map((f, i) => share * Math.max(1, x[i]!, f) * slack);
}

/** Products of these magnitudes together, each of which goes through `n` roundings and one more. */
const ofProducts = (magnitude: number, n: number, factors: number): number =>
  magnitude < greatestValue
    ? (float32Gamma(n + 1) * magnitude + 64 * n * factors * leastNormal) * slack
    : Number.NaN;

function ofMatMul(x: Float64Array, y: Float64Array, shapes: Parameters<typeof matMulSizes>[0]): Float64Array {
  const { count, rows, inner, columns } = matMulSizes(shapes);
  return Float64Array.from({ length: count * rows * columns }, (_, i) => {
    const left = Math.floor(i / columns) * inner;
    const right = Math.floor(i / (rows * columns)) * inner * columns + (i % columns);
    let [sum, factors] = [0, 1];
    for (let k = 0; k < inner; k++) {
      const [a, b] = [x[left + k]!, y[right + k * columns]!];
      sum += a * b;
      factors = Math.max(factors, 1 + a + b);
    }
    return ofProducts(sum * slack, inner, factors);
  });
}
