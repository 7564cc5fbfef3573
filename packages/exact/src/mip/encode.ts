import type { PlainNetwork } from '@ibp/core';
import type { Enclosure } from '../rigorous/enclosure';
import { down, up } from '../rigorous/rounding';
import type { PlainSpec } from '../rigorous/spec';
import type { Split } from '../rigorous/split';
import type { LinearProblem } from '../solver/problem';
import type { Term } from './expression';
import { problemBuilder } from './problem-builder';
import { unitWriter, type WriteOptions, type WrittenRelu } from './unit-writer';

export type EncodeOptions = WriteOptions & {
  /** A row that leaves out all points with a margin above this. */
  readonly cutOff?: number;
  /**
   * Rows that leave out all points which do not meet them, but at a price for each unit of what they lack: a problem without
   * points has an optimum all the same, and with it duals.
   */
  readonly splits?: readonly Split[];
};

/** What a unit costs that a split lacks, and the most that it may lack: multipliers of splits are no more than the price. */
const [price, mostLacking] = [1e3, 1e6];

/** A network, a box and one row as a problem whose least objective is the least margin `-(c z + d)`. */
export type Encoding = {
  readonly problem: LinearProblem;
  /** The column of each input unit; -1 where it makes no difference. */
  readonly inputs: Int32Array;
  /** Ends of the margin that need no solver, in exact arithmetic if the bounds hold so. */
  readonly margin: readonly [number, number];
  /** ReLUs and maxima that the bounds leave open. */
  readonly unstable: number;
  /** Those of them that are ReLUs. */
  readonly relus: readonly WrittenRelu[];
  /** The row of each split; -1 where it makes no difference. */
  readonly splitRows: readonly number[];
  /** The values of all columns at a point of the input. */
  readonly complete: (input: Float64Array) => Float64Array;
};

/**
 * Writes a network over a box as rows.
 *
 * @param bounds of each node (of the input at least), widened and cut with what the columns' own bounds imply.
 * @param spec one row.
 * @throws a {@link Refusal} where a problem would be too large, or mean nothing.
 */
export function encode(
  network: PlainNetwork,
  bounds: readonly (Enclosure | undefined)[],
  { c, d }: PlainSpec,
  options: EncodeOptions,
): Encoding {
  const builder = problemBuilder(options.maxTerms);
  const writer = unitWriter(network, bounds, builder, options);
  const output = network.nodes.length - 1;
  const terms: Term[] = [];
  for (const [i, weight] of c.entries()) {
    // written so that NaN is kept, to be refused
    if (weight !== 0) terms.push({ weight: -weight, of: writer.at(output, i).expression });
  }
  const { expression, lower, upper } = writer.unit(writer.sum(terms, -d[0]!));
  const { columns, weights, constant, slack } = expression;
  if (options.cutOff !== undefined && columns.length > 0) {
    builder.row(-Infinity, up(up(options.cutOff - constant) + slack), columns, weights);
  }
  const priced: number[] = [];
  const splitRows = (options.splits ?? []).map(({ node, unit, side, at = 0 }) => {
    const { columns, weights, constant, slack } = writer.at(node, unit).expression;
    if (columns.length === 0) return -1;
    const [least, greatest] = side === 'active' ? [at, Infinity] : [-Infinity, at];
    const lacking = builder.column(0, mostLacking, () => 0);
    priced.push(lacking);
    const sign = side === 'active' ? 1 : -1;
    const ends = [down(down(least - constant) - slack), up(up(greatest - constant) + slack)] as const;
    builder.row(...ends, [...columns, lacking], [...weights, sign]);
    return builder.rows() - 1;
  });
  const objective = {
    ...expression,
    columns: Int32Array.from([...columns, ...priced]),
    weights: Float64Array.from([...weights, ...priced.map(() => price)]),
  };
  return {
    problem: builder.build(objective),
    inputs: writer.inputs,
    margin: [lower, upper],
    unstable: writer.unstable(),
    relus: writer.relus,
    splitRows,
    complete: builder.complete,
  };
}
