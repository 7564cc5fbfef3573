import type { IntervalBounds } from '@ibp/bounds';
import { type LoweredNetwork, lowerWith, type Network } from '@ibp/layers';
import { adaptiveSlope, relaxedNodes } from '@ibp/relax';
import * as tf from '@tensorflow/tfjs-core';
import type { Batch } from '../batch';
import { type Free, type Lines, margins, type Observed, pointOf } from '../margins';
import { betterOf, type PartState, type PartValue, partStep } from '../part-step';
import { type CutNode, cutNodes } from './open-units';

type Tensors = { readonly [name: string]: tf.Tensor };
type AnyNetwork = Network | LoweredNetwork;

/** What is optimised, in this order: `[parts, room]` each, and `[parts, rows]` where groups have several. */
export const values = ['slopes', 'betas', 'multipliers'] as const;

const kinds: readonly PartValue[] = ['slope', 'beta', 'share'];

/** The bounds of every node of the whole box, by the names that functions take them by. */
export const boundsOf = (count: number, given: Tensors): IntervalBounds[] =>
  Array.from({ length: count }, (_, i) => ({ lower: given[`lower_${i}`]!, upper: given[`upper_${i}`]! }));

/** A row of open units as the units of each activation, `[parts, 1, units]`, 0 where none is open. */
function spread(cuts: readonly CutNode[], row: tf.Tensor, placeOf: tf.Tensor): tf.Tensor[] {
  const parts = row.shape[0]!;
  const all = tf.gather(tf.concat([row, tf.zeros([parts, 1])], 1), placeOf as tf.Tensor1D, 1);
  return cuts.map(({ start, size }) =>
    tf.reshape(tf.slice(all, [0, start], [parts, size]), [parts, 1, size]),
  );
}

/** Some of the units of all activations, as a row. */
const gathered = (units: readonly tf.Tensor[], unitOf: tf.Tensor): tf.Tensor =>
  tf.gather(
    tf.concat(
      units.map((x) => tf.reshape(x, [x.shape[0]!, -1])),
      1,
    ),
    unitOf as tf.Tensor1D,
    1,
  );

/** The parts of a batch, from rows of open units: `signs` says which are split, and how. */
function partsOf(of: AnyNetwork, given: Tensors) {
  const network = lowerWith(of, given);
  const bounds = boundsOf(network.nodes.length, given);
  const { cuts } = cutNodes(network);
  const { relaxations, rounding } = relaxedNodes(network, bounds, adaptiveSlope);
  const parts = given.d!.shape[0]!;
  const signs = spread(cuts, given.signs!, given.placeOf!);
  const cut = [...bounds];
  cuts.forEach(({ before, first }, k) => {
    if (!first) return;
    const shape = [parts, ...network.nodes[before]!.shape];
    const { lower, upper } = bounds[before]!;
    const of = tf.reshape(signs[k]!, shape);
    const [active, inactive] = [tf.greater(of, 0), tf.less(of, 0)];
    cut[before] = {
      lower: tf.where(active, tf.zeros(shape), tf.add(tf.zeros(shape), lower)),
      upper: tf.where(inactive, tf.zeros(shape), tf.add(tf.zeros(shape), upper)),
    };
  });
  const tiled = (x: tf.Tensor) => tf.tile(x, [parts, ...network.inputShape.map(() => 1)]);
  const batch: Batch = {
    c: given.c!,
    d: given.d as tf.Tensor2D,
    input: { lower: tiled(bounds[0]!.lower), upper: tiled(bounds[0]!.upper) },
    bounds: cut,
    signs: signs.map((x, k) => (cuts[k]!.first ? x : undefined)),
  };
  const lines: Lines = { network, relaxations, rounding, relus: cuts };
  /** Rows as what a bound takes. */
  const free = ([slopes, betas, ...multipliers]: readonly tf.Tensor[]): Free => ({
    slopes: spread(cuts, slopes!, given.placeOf!),
    betas: spread(cuts, betas!, given.placeOf!).filter((_, k) => cuts[k]!.first),
    multipliers,
  });
  return { batch, lines, cuts, free };
}

/** Those that are there of {@link values}. */
const given3 = (given: Tensors, prefix: string): tf.Tensor[] =>
  values.flatMap((name) => given[`${prefix}_${name}`] ?? []);

const named = (prefix: string, all: readonly tf.Tensor[]): Tensors =>
  Object.fromEntries(all.map((x, i) => [`${prefix}_${values[i]}`, x]));

/** Upper bounds with the values as they are. */
export const partBounds =
  (of: AnyNetwork) =>
  (given: Tensors): Tensors =>
    tf.tidy(() => {
      const { batch, lines, free } = partsOf(of, given);
      return { bounds: margins(lines, batch, free(given3(given, 'values'))) };
    });

const stateOf = (given: Tensors): PartState => ({
  state: {
    values: given3(given, 'values'),
    first: given3(given, 'first'),
    second: given3(given, 'second'),
  },
  best: given3(given, 'best'),
  bound: given.bound as tf.Tensor2D,
});

/** A step of the optimiser, its state given and given back as `next_...`; `sum` gains the point attained, times `counts`. */
export const partMove =
  (of: AnyNetwork) =>
  (given: Tensors): Tensors =>
    tf.tidy(() => {
      const { batch, lines, cuts, free } = partsOf(of, given);
      let point: tf.Tensor | undefined;
      const improving = (rows: tf.Tensor[]) => {
        const { slopes, betas, multipliers } = free(rows);
        const [count, all] = [slopes.length, slopes.length + betas.length];
        const objective = (...at: tf.Tensor[]) => {
          const observed: Observed = { coefficients: [], input: batch.c };
          const value = margins(
            lines,
            batch,
            { slopes: at.slice(0, count), betas: at.slice(count, all), multipliers: at.slice(all) },
            observed,
          );
          point = tf.keep(pointOf(batch, observed.input));
          return value;
        };
        const each = [...slopes, ...betas, ...multipliers];
        const { value, grads } = tf.valueAndGrads(objective)(
          each,
          tf.ones<tf.Rank.R2>([batch.d.shape[0], 1]),
        );
        let used = count;
        const ofBetas = cuts.map(({ first }, k) => (first ? grads[used++]! : tf.zerosLike(slopes[k]!)));
        const [ofSlopes, more] = [grads.slice(0, count), grads.slice(all)];
        return {
          value,
          grads: [gathered(ofSlopes, given.unitOf!), gathered(ofBetas, given.unitOf!), ...more],
        };
      };
      const rates = { slope: given.slope!, beta: given.beta!, off: given.off! };
      const next = partStep(improving, stateOf(given), rates, (i) => kinds[i]!);
      const sum = tf.add(given.sum!, tf.mul(point!, given.counts!));
      point!.dispose();
      return {
        ...named('next_values', next.state.values),
        ...named('next_first', next.state.first),
        ...named('next_second', next.state.second),
        ...named('next_best', next.best),
        next_bound: next.bound,
        next_sum: sum,
      };
    });

/** The best values of all, the last among them, and what they give. */
export const partEnd =
  (of: AnyNetwork) =>
  (given: Tensors): Tensors =>
    tf.tidy(() => {
      const { batch, lines, free } = partsOf(of, given);
      const at = stateOf(given);
      const best = betterOf(at, margins(lines, batch, free(at.state.values)));
      const observed: Observed = { coefficients: [], input: batch.c };
      const bounds = margins(lines, batch, free(best), observed);
      return {
        ...named('last', best),
        bounds,
        coefficients: gathered(observed.coefficients, given.unitOf!),
        point: pointOf(batch, observed.input),
      };
    });
