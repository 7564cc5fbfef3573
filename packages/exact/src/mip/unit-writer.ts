import { isMaxNode, maxWindows, type PlainNetwork, sizeOf } from '@ibp/core';
import { affineMaps } from '../plain/linear-nodes';
import type { Enclosure } from '../rigorous/enclosure';
import { down, up } from '../rigorous/rounding';
import { asColumn, columnOf, combiner, constant, type Expression, type Term, valueAt } from './expression';
import { maximum } from './maximum';
import { piecewiseOps } from './piecewise-ops';
import type { ProblemBuilder } from './problem-builder';
import { Refusal } from './refusal';
import { exactRelu, triangleRelu } from './relu';
import { type Unit, unitOf } from './unit';

export type WriteOptions = {
  /** With binaries, or as the linear relaxation. */
  readonly exact: boolean;
  /** Expressions of more terms than this become columns before they are used again; Infinity: none do. */
  readonly foldTerms: number;
  /** Bounds of nodes are widened by this times `1 + |bound|`, for bounds that were rounded, and for the solver. */
  readonly widening: number;
  /** Units have the ends that are known of them and no better ones, which those who bound without columns have not. */
  readonly asGiven?: boolean;
  /** Refuse (throw a {@link Refusal}) past this many terms of rows. */
  readonly maxTerms: number;
};

/** A ReLU that bounds leave open, as it was written: its column `y`, that of what it takes in, and the row of `y >= z`. */
export type WrittenRelu = {
  readonly node: number;
  readonly unit: number;
  readonly column: number;
  readonly z: number;
  /** Relaxed, the row after it is the triangle's `y - slope z <= height`. */
  readonly row: number;
};

/** How many terms expressions may have for each one that rows may. */
const SUM_TERMS = 8;

/**
 * Writes units of a network as expressions, columns and rows, each when it is first needed: what the specification
 * does not depend on costs nothing. Linear ops are substituted into what follows, and so are activations that the
 * bounds decide.
 */
export function unitWriter(
  network: PlainNetwork,
  bounds: readonly (Enclosure | undefined)[],
  builder: ProblemBuilder,
  { exact, foldTerms, widening, maxTerms, asGiven = false }: WriteOptions,
) {
  const { nodes } = network;
  const maps = affineMaps(network);
  const sum = combiner(builder, SUM_TERMS * maxTerms);
  const sizes = nodes.map(({ shape }) => sizeOf(shape));
  const inputs = new Int32Array(sizes[0]!).fill(-1);
  const written: Unit[][] = nodes.map(() => []);
  const rows = maps.map(
    (map) => map && ([new Int32Array(map.maxTerms), new Float64Array(map.maxTerms)] as const),
  );
  let unstable = 0;
  const relus: WrittenRelu[] = [];
  // of which activation a relu is a part
  let current = { node: 0, unit: 0 };

  const unit = (expression: Expression, known?: Enclosure, i = 0): Unit =>
    unitOf(
      expression,
      builder,
      known && { lower: known.lower[i]!, upper: known.upper[i]!, widening },
      asGiven,
    );

  /** The unit as one column, defined by an equation. The slack stays the unit's: solvers substitute equations. */
  function asOneColumn({ expression, lower, upper }: Unit): Expression {
    if (asColumn(expression) >= 0) return expression;
    const { columns, weights, slack } = expression;
    const meaning = (values: Float64Array): number => valueAt(expression, values);
    const z = builder.column(down(lower - slack), up(upper + slack), meaning);
    builder.row(-expression.constant, -expression.constant, [...columns, z], [...weights, -1]);
    return columnOf(z, slack);
  }

  function relu(x: Unit): Expression {
    if (x.upper <= 0) return constant(0);
    if (x.lower >= 0) return x.expression;
    unstable++;
    const z = asOneColumn(x);
    const { lower, upper } = x;
    const open = { z: asColumn(z), slack: z.slack, lower, upper };
    const row = builder.rows();
    const column = exact ? exactRelu(builder, open) : triangleRelu(builder, open);
    relus.push({ ...current, column, z: open.z, row });
    return columnOf(column);
  }
  const parts = { relu, sum, unit: (expression: Expression) => unit(expression) };

  /** Unit `i` of a node. */
  function at(node: number, i: number): Unit {
    written[node]![i] ??= write(node, i);
    return written[node]![i]!;
  }

  /** The same as one column, for all that use it. */
  function columnAt(node: number, i: number): Unit {
    const x = at(node, i);
    written[node]![i] = { ...x, expression: asOneColumn(x) };
    return written[node]![i]!;
  }

  function inputUnit(i: number): Unit {
    const [lower, upper] = [bounds[0]!.lower[i]!, bounds[0]!.upper[i]!];
    if (lower === upper) return unit(constant(lower));
    if (!(lower < upper)) throw new Refusal('not-finite', `an input in [${lower}, ${upper}]`);
    inputs[i] = builder.column(lower, upper, (_, input) => input[i]!);
    return unit(columnOf(inputs[i]!));
  }

  function affineUnit(node: number, i: number): Expression {
    // written to by this node alone, and a node does not depend on itself
    const [columns, weights] = rows[node]!;
    const count = maps[node]!.row(i, columns, weights);
    const from = nodes[node]!.inputs;
    const terms: Term[] = [];
    for (let k = 0; k < count; k++) {
      if (weights[k] === 0) continue;
      let [column, input] = [columns[k]!, 0];
      while (column >= sizes[from[input]!]!) column -= sizes[from[input++]!]!;
      const long = at(from[input]!, column).expression.columns.length > foldTerms;
      const { expression } = (long ? columnAt : at)(from[input]!, column);
      terms.push({ weight: weights[k]!, of: expression });
    }
    return sum(terms, maps[node]!.bias(i));
  }

  function maximumUnit(from: number, window: Int32Array): Expression {
    const all = Array.from(window, (k) => at(from, k));
    const greatest = maximum(builder, all, exact, (k) => columnAt(from, window[k]!).expression);
    if (all.every(({ expression }) => expression !== greatest)) unstable++;
    return greatest;
  }

  function write(index: number, i: number): Unit {
    const node = nodes[index]!;
    const known = bounds[index];
    if (index === 0) return inputUnit(i);
    if (maps[index]) return unit(affineUnit(index, i), known, i);
    const from = node.inputs[0]!;
    if (isMaxNode(node)) {
      const { longest, units } = maxWindows(node, nodes[from]!.shape);
      const window = new Int32Array(longest);
      return unit(maximumUnit(from, window.subarray(0, units(i, window))), known, i);
    }
    const { lower, upper } = at(from, i);
    // one column where it is on both sides of 0, so that several terms of a function mean the same
    const x = (lower < 0 && upper > 0 ? columnAt : at)(from, i);
    current = { node: index, unit: i }; // what x is made of is written by now
    return unit(piecewiseOps[node.op as keyof typeof piecewiseOps](parts, x, node.params as never), known, i);
  }

  return { at, columnAt, sum, unit: parts.unit, inputs, relus, unstable: () => unstable };
}
