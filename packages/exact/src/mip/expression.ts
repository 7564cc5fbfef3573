import { gamma, slack as loose, tiny } from '../rigorous/rounding';
import { Refusal } from './refusal';

/**
 * A unit of the network in terms of a problem's columns: its real value is within `slack` of
 * `constant + sum of weights[k] x[columns[k]]`, for every real point of the columns' bounds. The slack holds what
 * float64 rounded on the way and the terms that were too small to keep.
 */
export type Expression = {
  readonly columns: Int32Array;
  readonly weights: Float64Array;
  readonly constant: number;
  readonly slack: number;
};

/** `weight * of`, a part of a sum. */
export type Term = { readonly weight: number; readonly of: Expression };

export type Ends = { readonly lower: (column: number) => number; readonly upper: (column: number) => number };

const none = { columns: new Int32Array(0), weights: new Float64Array(0) };
export const constant = (value: number): Expression => ({ ...none, constant: value, slack: 0 });

export const columnOf = (column: number, slack = 0): Expression => ({
  columns: Int32Array.of(column),
  weights: Float64Array.of(1),
  constant: 0,
  slack,
});

/** The column that an expression is, but for its slack; -1 if it is none. */
export const asColumn = ({ columns, weights, constant }: Expression): number =>
  columns.length === 1 && weights[0] === 1 && constant === 0 ? columns[0]! : -1;

/**
 * Coefficients of at most this are not given to the solver, which drops them at 1e-12 without a word; the slack takes
 * them at their worst.
 */
const SMALLEST = 1e-11;

/**
 * Sums of expressions. Holds scratch arrays: one for each problem.
 *
 * @param budget refuse when all sums together have more terms than this.
 */
export function combiner({ lower, upper }: Ends, budget = Infinity) {
  let made = 0;
  let sums = new Float64Array(1024);
  let sizes = new Float64Array(1024);
  const grow = (column: number): void => {
    if (column < sums.length) return;
    const [before, beforeSizes] = [sums, sizes];
    sums = new Float64Array(2 * column);
    sizes = new Float64Array(2 * column);
    sums.set(before);
    sizes.set(beforeSizes);
  };

  /** `bias + sum of weight * of`. */
  return (terms: readonly Term[], bias: number): Expression => {
    if (terms.length === 0) return constant(bias);
    if (terms.length === 1 && terms[0]!.weight === 1 && bias === 0) return terms[0]!.of;
    const touched: number[] = [];
    let [total, size, slack] = [bias, Math.abs(bias), 0];
    for (const { weight, of } of terms) {
      const { columns, weights } = of;
      for (let k = 0; k < columns.length; k++) {
        const column = columns[k]!;
        grow(column);
        const product = weight * weights[k]!;
        // a product of 0 is pushed again, to no harm but a zero that is dropped below
        if (sizes[column] === 0) touched.push(column);
        sums[column]! += product;
        sizes[column]! += Math.abs(product);
      }
      total += weight * of.constant;
      size += Math.abs(weight * of.constant);
      slack += Math.abs(weight) * of.slack;
    }
    // a rounding for each term that meets in a column, a priori
    const error = gamma(terms.length);
    slack += error * size;
    const columns: number[] = [];
    const weights: number[] = [];
    for (const column of touched) {
      const reach = Math.max(-lower(column), upper(column));
      slack += error * sizes[column]! * reach;
      if (Math.abs(sums[column]!) > SMALLEST) {
        columns.push(column);
        weights.push(sums[column]!);
      } else slack += Math.abs(sums[column]!) * reach;
      sums[column] = 0;
      sizes[column] = 0;
    }
    made += columns.length;
    if (made > budget) throw new Refusal('too-large', `expressions of more than ${budget} terms`);
    return {
      columns: Int32Array.from(columns),
      weights: Float64Array.from(weights),
      constant: total,
      slack: slack * loose + tiny,
    };
  };
}

/** Ends of an expression's real value over the columns' bounds. */
export function ends(
  { columns, weights, constant, slack }: Expression,
  { lower, upper }: Ends,
): [number, number] {
  let [least, greatest, size] = [constant, constant, Math.abs(constant)];
  for (let k = 0; k < columns.length; k++) {
    const [a, b] = [weights[k]! * lower(columns[k]!), weights[k]! * upper(columns[k]!)];
    least += Math.min(a, b);
    greatest += Math.max(a, b);
    size += Math.max(Math.abs(a), Math.abs(b));
  }
  if (columns.length === 1 && constant === 0 && weights[0] === 1 && slack === 0) return [least, greatest];
  const error = (gamma(columns.length) * size + slack) * loose + tiny;
  return [least - error, greatest + error];
}

/** The value at a point. */
export function valueAt({ columns, weights, constant }: Expression, point: ArrayLike<number>): number {
  let value = constant;
  for (let k = 0; k < columns.length; k++) value += weights[k]! * point[columns[k]!]!;
  return value;
}
