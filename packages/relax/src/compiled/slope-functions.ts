import type { IntervalBounds, LinearSpec } from '@ibp/bounds';
import { ibp, type LoweredNetwork, lowerWith, type Network, unlessUnsound } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import type { NodeBounds } from '../linear/method';
import { slopeStep } from '../linear/optimise-slopes';
import { openUnits } from '../linear/relaxation';
import { adaptiveSlope } from '../linear/relaxations/relu';
import { boundsBefore, slopeMargins, slopeNodes } from '../linear/slope-margins';
import { givenNetwork } from './given-bounds';

type Tensors = { readonly [name: string]: tf.Tensor };

/** What is optimised, and how its hidden units are bounded: by passes that were compiled before unless given. */
export type SlopesOf = {
  readonly network: Network | LoweredNetwork;
  readonly bounds: NodeBounds | undefined;
  /** Whether the slopes are wanted, beside the bounds. */
  readonly keep: boolean;
};

/** Tensors by name and place, as functions take and give them. */
const numbered = (name: string, all: readonly tf.Tensor[]): Tensors =>
  Object.fromEntries(all.map((x, k) => [`${name}_${k}`, x]));

const allOf = (given: Tensors, name: string, count: number): tf.Tensor[] =>
  Array.from({ length: count }, (_, k) => given[`${name}_${k}`]!);

const specOf = ({ c, d }: Tensors): LinearSpec => ({ c: c!, d: d as tf.Tensor2D });

/**
 * From a box and rows: bounds of every node (`lower_i`, `upper_i`), which units are open (`open_k`), the rows' bounds by intervals, and by the
 * slopes that a search begins with (`start_k`, one for all rows).
 */
export const beginSlopes =
  ({ network: of, bounds: nodeBounds }: SlopesOf) =>
  (given: Tensors): Tensors =>
    tf.tidy(() => {
      const { network, walk } = givenNetwork(of, given, adaptiveSlope);
      const input = { lower: given.lower_0!, upper: given.upper_0! };
      const bounds = nodeBounds ? nodeBounds(network, input) : walk(network.nodes.length - 1);
      const { start, margin } = slopeMargins({ network, bounds, spec: specOf(given) });
      const before = slopeNodes(network).map((node) => boundsBefore({ network, bounds }, node));
      const found = bounds.flatMap(({ lower, upper }, i): [string, tf.Tensor][] => [
        [`lower_${i}`, lower],
        [`upper_${i}`, upper],
      ]);
      return {
        ...Object.fromEntries(found.filter(([name]) => !(name in given))),
        ...numbered('open', before.map(openUnits)),
        ...numbered('start', start),
        intervals: ibp()(network, input, specOf(given)),
        margins: unlessUnsound(bounds, margin(...start)),
      };
    });

/** The network, its bounds and its rows, of which all are given. */
function marginOf(of: Network | LoweredNetwork, given: Tensors) {
  const network = lowerWith(of, given);
  const bounds = network.nodes.map((_, i): IntervalBounds => {
    const [lower, upper] = [given[`lower_${i}`]!, given[`upper_${i}`]!];
    return { lower, upper };
  });
  const { margin } = slopeMargins({ network, bounds, spec: specOf(given) });
  return { margin, count: slopeNodes(network).length };
}

/** The rows' bounds by the slopes `values_k`. */
export const slopeValue =
  ({ network }: SlopesOf) =>
  (given: Tensors): Tensors =>
    tf.tidy(() => {
      const { margin, count } = marginOf(network, given);
      return { margins: margin(...allOf(given, 'values', count)) };
    });

/**
 * A step of Adam: its state (`values_k`, `first_k`, `second_k`), and the best bounds seen, with their slopes if they are to be kept (`margins`,
 * `best_k`), each given back as `next_...`.
 */
export const slopeMove =
  ({ network, keep }: SlopesOf) =>
  (given: Tensors): Tensors =>
    tf.tidy(() => {
      const { margin, count } = marginOf(network, given);
      const [values, first, second] = ['values', 'first', 'second'].map((name) => allOf(given, name, count));
      const slopes = keep ? allOf(given, 'best', count) : [];
      const next = slopeStep(
        margin,
        {
          state: { values: values!, first: first!, second: second! },
          best: { margins: given.margins as tf.Tensor2D, slopes },
        },
        { rate: () => given.rate!, offset: given.offset! },
      );
      return {
        ...numbered('next_values', next.state.values),
        ...numbered('next_first', next.state.first),
        ...numbered('next_second', next.state.second),
        ...numbered('next_best', next.best.slopes),
        next_margins: next.best.margins,
      };
    });
