import type { PlainNetwork } from '@ibp/core';
import type { Enclosure } from '../rigorous/enclosure';
import { up } from '../rigorous/rounding';
import type { PlainSpec } from '../rigorous/spec';
import type { LinearProblem } from '../solver/problem';
import { asColumn, type Term } from './expression';
import { problemBuilder } from './problem-builder';
import { unitWriter, type WriteOptions, type WrittenRelu } from './unit-writer';

export type EncodeOptions = WriteOptions & {
  /** A row that leaves out all points with a margin above this. */
  readonly cutOff?: number;
  /** Units that have a column each, whether the row depends on them or not. */
  readonly units?: readonly { readonly node: number; readonly unit: number }[];
};

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
  /** The column of each of `units`, its slack apart. */
  readonly unitColumns: readonly number[];
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
  const unitColumns = (options.units ?? []).map(({ node, unit }) =>
    asColumn(writer.columnAt(node, unit).expression),
  );
  return {
    problem: builder.build(expression),
    inputs: writer.inputs,
    margin: [lower, upper],
    unstable: writer.unstable(),
    relus: writer.relus,
    unitColumns,
    complete: builder.complete,
  };
}
