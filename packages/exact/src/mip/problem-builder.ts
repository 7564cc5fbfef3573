import type { LinearProblem } from '../solver/problem';
import type { Expression } from './expression';
import { Refusal } from './refusal';

/** What a column is at a point of the input, from the columns before it. */
export type Meaning = (columns: Float64Array, input: Float64Array) => number;

/** Collects columns and rows. Every column tells its {@link Meaning}, so that a point of the input completes to all. */
export function problemBuilder(maxTerms: number) {
  const [lower, upper, integer, meanings]: [number[], number[], number[], Meaning[]] = [[], [], [], []];
  const [rowLower, rowUpper, indices, values]: [number[], number[], number[], number[]] = [[], [], [], []];
  const starts = [0];
  return {
    /** How many rows there are. */
    rows: (): number => rowLower.length,
    lower: (column: number): number => lower[column]!,
    upper: (column: number): number => upper[column]!,

    column(least: number, greatest: number, meaning: Meaning, whole = false): number {
      lower.push(least);
      upper.push(greatest);
      integer.push(Number(whole));
      meanings.push(meaning);
      return lower.length - 1;
    },

    /** `least <= sum <= greatest`; what is constant in the expressions moves to the ends. */
    row(least: number, greatest: number, columns: ArrayLike<number>, weights: ArrayLike<number>): void {
      if (indices.length + columns.length > maxTerms)
        throw new Refusal('too-large', `a problem of more than ${maxTerms} terms`);
      for (let k = 0; k < columns.length; k++) {
        indices.push(columns[k]!);
        values.push(weights[k]!);
      }
      rowLower.push(least);
      rowUpper.push(greatest);
      starts.push(indices.length);
    },

    /** The values of all columns at a point of the input. */
    complete(input: Float64Array): Float64Array {
      const columns = new Float64Array(meanings.length);
      for (const [k, meaning] of meanings.entries()) columns[k] = meaning(columns, input);
      return columns;
    },

    /** The problem to make an expression least; its slack counts in favour of less. */
    build(objective: Expression): LinearProblem {
      const cost = new Float64Array(lower.length);
      for (let k = 0; k < objective.columns.length; k++) cost[objective.columns[k]!] = objective.weights[k]!;
      return {
        columns: lower.length,
        rows: rowLower.length,
        offset: objective.constant - objective.slack,
        cost,
        columnLower: Float64Array.from(lower),
        columnUpper: Float64Array.from(upper),
        rowLower: Float64Array.from(rowLower),
        rowUpper: Float64Array.from(rowUpper),
        ...(integer.includes(1) && { integer: Int32Array.from(integer) }),
        starts: Int32Array.from(starts),
        indices: Int32Array.from(indices),
        values: Float64Array.from(values),
      };
    },
  };
}

export type ProblemBuilder = ReturnType<typeof problemBuilder>;
