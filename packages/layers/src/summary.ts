import { activations } from '@ibp/bounds';
import type { Shape } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Network } from './network';

/** One node of a {@link Summary}. Shapes are without the batch. */
export type SummaryRow = {
  readonly name: string;
  readonly op: string;
  readonly shape: Shape;
  /** Trained numbers the node brings. */
  readonly parameters: number;
  /** Outputs of an activation, as papers count hidden units; 0 for other nodes. */
  readonly hiddenUnits: number;
};

/** The layers of a network, what they hold in all, and how many units are bounded between input and output. */
export type Summary = {
  readonly rows: readonly SummaryRow[];
  readonly parameters: number;
  readonly hiddenUnits: number;
};

const size = (shape: Shape): number => shape.reduce((a, b) => a * b, 1);
const isTrained = (value: unknown): value is tf.Variable => value instanceof tf.Variable && value.trainable;

/**
 * Shapes, trained parameters and hidden units of each node and of the whole (table 1 of Gowal et al. 2019).
 *
 * @example
 * ```ts
 * import { dense, network, relu, sequential, summary } from '@ibp/layers';
 *
 * const { parameters, hiddenUnits } = summary(network([2], sequential(dense(16), relu(), dense(3))));
 * console.log(parameters, hiddenUnits); // 99 16
 * ```
 */
export function summary(network: Network): Summary {
  const rows = network.nodes.map(
    ({ name, op, shape, params }): SummaryRow => ({
      name,
      op,
      shape,
      parameters: Object.values(params)
        .filter(isTrained)
        .reduce((sum, variable) => sum + variable.size, 0),
      hiddenUnits: op in activations ? size(shape) : 0,
    }),
  );
  const total = (key: 'parameters' | 'hiddenUnits') => rows.reduce((sum, row) => sum + row[key], 0);
  return { rows, parameters: total('parameters'), hiddenUnits: total('hiddenUnits') };
}

/** A {@link Summary} as text, a line a node and the totals below. */
export function formatSummary({ rows, parameters, hiddenUnits }: Summary): string {
  const head = ['layer', 'op', 'shape', 'parameters', 'hidden units'];
  const count = (n: number) => (n === 0 ? '' : n.toLocaleString('en-US'));
  const body = rows.map((r) => [r.name, r.op, `[${r.shape}]`, count(r.parameters), count(r.hiddenUnits)]);
  const total = ['total', '', '', count(parameters), count(hiddenUnits)];
  const lines = [head, ...body, total];
  const widths = head.map((_, i) => Math.max(...lines.map((line) => line[i]!.length)));
  const aligned = lines.map((line) =>
    line.map((cell, i) => (i < 3 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  '),
  );
  const rule = '-'.repeat(aligned[0]!.length);
  return [aligned[0], rule, ...aligned.slice(1, -1), rule, aligned.at(-1)].join('\n');
}
