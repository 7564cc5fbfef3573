import { type PlainNetwork, piecesOf } from '@ibp/core';
import type { Encoding } from '../mip/encode';
import type { Enclosures } from '../rigorous/enclose';
import type { LinearProblem } from '../solver/problem';

/** What is to be paid for each unit that a split lacks, where it may lack something: multipliers of splits are no more. */
export const price = 1e3;

/** The problem of a region: of units whose sign is open there also the column, by {@link key}. */
export type Written = Encoding & { readonly columnOf: ReadonlyMap<string, number> };

export const key = (node: number, unit: number): string => `${node}/${unit}`;

/** The relaxation of a network over a part of a region, and the row of each split; -1 where it makes no difference. */
export type PartProblem = { readonly problem: LinearProblem; readonly splitRows: readonly number[] };

/**
 * The relaxed problem of a region as that of a part of it, in the same rows and columns: triangles over the part's intervals, units
 * whose sign these decide without, and a row for each split. Columns of units have no ends of their own, which follow from the others,
 * so that no dual is of what a backward pass does not know.
 *
 * @param elastic splits may lack something, for a price: a part without points has an optimum all the same, and with it duals.
 */
export function partProblem(
  { nodes }: PlainNetwork,
  { problem, relus, inputs, columnOf }: Written,
  { boxes, splits }: Enclosures,
  elastic: boolean,
): PartProblem {
  const [columnLower, columnUpper] = [Array.from(problem.columnLower), Array.from(problem.columnUpper)];
  const [rowLower, rowUpper] = [Array.from(problem.rowLower), Array.from(problem.rowUpper)];
  const [starts, indices] = [Array.from(problem.starts), Array.from(problem.indices)];
  const values = Array.from(problem.values);
  const cost = Array.from(problem.cost, (c) => (elastic ? c / price : c));
  const ofInput = new Set(inputs);
  for (const { node, unit, column, z, row } of relus) {
    const { op, params, inputs: from } = nodes[node]!;
    const kinks = piecesOf(op, params)?.kinks;
    if (kinks?.length !== 1 || kinks[0] !== 0) continue; // what it takes in is not the unit itself
    const before = from[0]!;
    const [lower, upper] = [boxes[before]!.lower[unit]!, boxes[before]!.upper[unit]!];
    const [least, greatest] = [problem.columnLower[z]!, problem.columnUpper[z]!];
    if (!ofInput.has(z)) [columnLower[z], columnUpper[z]] = [-Infinity, Infinity];
    const line = (slope: number, height: number) => {
      values[starts[row + 1]! + 1] = -slope;
      rowUpper[row + 1] = height;
    };
    columnUpper[column] = Infinity;
    if (lower >= 0) {
      columnLower[column] = -Infinity; // y = z, by both rows
      rowLower[row] = 0;
      line(1, 0);
    } else if (upper <= 0) {
      columnUpper[column] = 0; // y = 0, and both rows out of reach
      rowLower[row] = -2 * Math.abs(greatest) - 1;
      line(0, Math.abs(least) + 1);
    } else line(upper / (upper - lower), (-lower * upper) / (upper - lower));
  }
  const splitRows = splits.map(({ node, unit, side, at = 0 }) => {
    const z = columnOf.get(key(node, unit));
    if (z === undefined) return -1;
    const lacking = columnLower.length;
    columnLower.push(0);
    columnUpper.push(elastic ? Infinity : 0);
    cost.push(elastic ? 1 : 0);
    indices.push(z, lacking);
    values.push(1, side === 'active' ? 1 : -1);
    starts.push(indices.length);
    rowLower.push(side === 'active' ? at : -Infinity);
    rowUpper.push(side === 'active' ? Infinity : at);
    return rowLower.length - 1;
  });
  const made: LinearProblem = {
    columns: columnLower.length,
    rows: rowLower.length,
    offset: elastic ? problem.offset / price : problem.offset,
    cost: Float64Array.from(cost),
    columnLower: Float64Array.from(columnLower),
    columnUpper: Float64Array.from(columnUpper),
    rowLower: Float64Array.from(rowLower),
    rowUpper: Float64Array.from(rowUpper),
    starts: Int32Array.from(starts),
    indices: Int32Array.from(indices),
    values: Float64Array.from(values),
  };
  return { problem: made, splitRows };
}
