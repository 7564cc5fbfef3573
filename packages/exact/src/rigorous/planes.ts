import { type AffineMap, type PlainNetwork, piecesOf } from '@ibp/core';
import { affineMaps } from '../plain/linear-nodes';
import type { BackwardStep } from './backward-step';
import { type Enclosure, greatestMagnitude, magnitudes } from './enclosure';
import { gamma, slack, tiny, up } from './rounding';

/**
 * Planes above units of an activation, in the values that the linear op before it takes in: for each unit a slope for every
 * entry of that op's row, by its column, one unit after the other.
 */
export type Planes = { readonly units: readonly number[]; readonly slopes: ArrayLike<number> };

/** What planes are above: `max(left z, right z)`, `z` a row of the linear op. */
export type Planed = {
  readonly sides: readonly [left: number, right: number];
  readonly map: AffineMap;
  /** The node that the linear op takes in. */
  readonly from: number;
  /** What a float32 program may add to each unit of the linear op, or take away. */
  readonly errors?: Float64Array | undefined;
};

/** The activation as planes are above it; `undefined` for what is not convex with its kink at 0 after a linear op of one input. */
export function planedOf(network: PlainNetwork, node: number): Planed | undefined {
  const { op, params, inputs } = network.nodes[node]!;
  const pieces = piecesOf(op, params);
  const [before] = inputs;
  if (pieces?.kinks.length !== 1 || pieces.kinks[0] !== 0 || before === undefined) return undefined;
  const [left, right] = pieces.slopes as [number, number];
  const map = affineMaps(network)[before];
  const of = network.nodes[before]!.inputs;
  if (!(left <= right) || pieces.shifts.some((shift) => shift !== 0) || !map || of.length !== 1) {
    return undefined;
  }
  return { sides: [left, right], map, from: of[0]! };
}

/** RowInOrder `i` of a linear op with its columns in order. */
export function rowInOrder(map: AffineMap, i: number): RowInOrder {
  const [columns, weights] = [new Int32Array(map.maxTerms), new Float64Array(map.maxTerms)];
  const length = map.row(i, columns, weights);
  const row = { columns: columns.subarray(0, length), weights: weights.subarray(0, length) };
  if (row.columns.every((column, k) => k === 0 || column > columns[k - 1]!)) return row;
  const order = [...row.columns.keys()].sort((a, b) => columns[a]! - columns[b]!);
  return {
    columns: row.columns.map((_, k) => columns[order[k]!]!),
    weights: row.weights.map((_, k) => weights[order[k]!]!),
  };
}

/** The entries of a row. */
export type RowInOrder = { readonly columns: Int32Array; readonly weights: Float64Array };

/**
 * Units with positive coefficients by planes of any slopes `g`, in place of lines: over a box a plane `g x + h` is above both
 * `left (w x + b)` and `right (w x + b)` where `h` is at least the greatest that each exceeds `g x` by, which is what is computed
 * here. Of all such planes, those are the least that Anderson et al. 2020 (Strong mixed-integer programming formulations for
 * trained neural networks) separate; together they leave less than any line in `z` does (Tjandraatmadja et al. 2020, The
 * convex relaxation barrier, revisited). Coefficients that were used become 0.
 *
 * @param into of the node that the linear op takes in.
 */
export function throughPlanes(
  { units, slopes }: Planes,
  { sides, map, errors }: Planed,
  box: Enclosure,
  { c, into: [into], terms, sums }: BackwardStep,
): void {
  const { specs, value, size, error } = sums;
  const greatest = magnitudes(box);
  const relative = gamma(terms);
  let at = 0;
  for (const unit of units) {
    const row = rowInOrder(map, unit);
    const { columns } = row;
    const { length } = columns;
    const own = Array.from({ length }, (_, k) => slopes[at + k] ?? Number.NaN);
    at += length;
    const reach = own.reduce((sum, g, k) => sum + Math.abs(g) * greatest[columns[k]!]!, 0) * slack + tiny;
    let shift: number | undefined;
    for (let s = 0; s < specs; s++) {
      const factor = c[s * map.outputs + unit]!;
      if (!(factor > 0)) continue;
      c[s * map.outputs + unit] = 0;
      for (let k = 0; k < length; k++) into![s * map.inputs + columns[k]!]! += factor * own[k]!;
      shift ??= greatestOver(
        sides,
        { ...row, own, bias: map.bias(unit), lost: errors?.[unit] ?? 0 },
        box,
        greatest,
      );
      value[s]! += factor * shift;
      size[s]! += Math.abs(factor * shift);
      error[s]! += relative * factor * reach;
    }
  }
  sums.terms += units.length;
  const underflow = tiny * greatestMagnitude(box);
  for (let s = 0; s < specs; s++) error[s]! += underflow;
}

/** The most that `left z` or `right z` is above the plane without its shift, rounded up. */
function greatestOver(
  sides: readonly number[],
  {
    own,
    columns,
    weights,
    bias,
    lost,
  }: RowInOrder & {
    readonly own: readonly number[];
    readonly bias: number;
    readonly lost: number;
  },
  { lower, upper }: Enclosure,
  greatest: Float64Array,
): number {
  const each = sides.map((side) => {
    let sum = side * bias;
    let reach = Math.abs(sum);
    for (const [k, g] of own.entries()) {
      const j = columns[k]!;
      const steep = side * weights[k]!;
      const rest = steep - g;
      sum += rest * (rest > 0 ? upper[j]! : lower[j]!);
      reach += (Math.abs(steep) + Math.abs(g)) * greatest[j]!;
    }
    return up(sum + (2 * gamma(own.length + 2) * reach + Math.abs(side) * lost * slack + tiny));
  });
  return Math.max(...each); // NaN stays
}
