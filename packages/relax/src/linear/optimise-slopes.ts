import * as tf from '@tensorflow/tfjs-core';
import { type AdamRates, type AdamState, adamOffset, adamRate, adamStart, adamStep } from './adam';
import { type SlopeMargins, type SlopeSpec, slopeMargins } from './slope-margins';

/** How the slopes of alpha-CROWN are optimised. */
export type SlopeSearch = {
  /** Steps of the optimiser; 0 gives the bound of the adaptive slopes. 20 unless given. */
  readonly steps?: number;
  /** Of Adam, for the first step; 0.25 unless given. */
  readonly learningRate?: number;
  /** By what the rate is multiplied after every step; 0.95 unless given. */
  readonly decay?: number;
  /** Whether to stop when every bound is below 0, however far; true unless given. */
  readonly stopWhenProved?: boolean;
};

/** The least bounds seen and, where they were to be kept, the slopes `[batch, specs, units]` that gave them. */
export type Optimised = { readonly margins: tf.Tensor2D; readonly slopes: tf.Tensor[] };

/** What slopes are optimised for. */
export type SlopeProblem = SlopeSpec & {
  /** Bounds from elsewhere, row by row: what they prove need not be proved again. */
  readonly known: ArrayLike<number>;
  /** Whether the slopes are wanted, beside the bounds. */
  readonly keep: boolean;
};

/** Where the optimiser is, and the best it has seen. */
export type SlopeState = { readonly state: AdamState; readonly best: Optimised };

/** What step `t` (from 1) takes of the search. */
export const slopeRates = ({ learningRate = 0.25, decay = 0.95 }: SlopeSearch, t: number) => ({
  rate: adamRate(learningRate * decay ** (t - 1), t),
  offset: adamOffset(t),
});

/** One step; `best` has seen what the slopes were before it. */
export const slopeStep = (
  margin: SlopeMargins['margin'],
  { state, best }: SlopeState,
  rates: AdamRates,
): SlopeState =>
  tf.tidy(() => {
    const { value, grads } = tf.valueAndGrads(margin)(state.values, tf.onesLike(best.margins));
    const after = adamStep(state, grads, rates, (x) => tf.clipByValue(x, 0, 1));
    return { state: after, best: better(best, value, state.values) };
  });

/** Optimises a slope for each unit of `slopeNodes` and each specification. Call it inside `tf.tidy`. */
export function optimiseSlopes({ known, keep, ...of }: SlopeProblem, search: SlopeSearch): Optimised {
  const { steps = 20, stopWhenProved = true } = search;
  return tf.tidy(() => {
    const { start: slopes, margin } = slopeMargins(of);
    let state = adamStart(slopes);
    const start = margin(...state.values);
    let best: Optimised = { margins: start, slopes: keep ? state.values.map((x) => x.clone()) : [] };
    for (let t = 1; t <= steps && slopes.length > 0; t++) {
      if (stopWhenProved && best.margins.dataSync().every((m, i) => m < 0 || known[i]! < 0)) break;
      const { rate, offset } = slopeRates(search, t);
      const next = slopeStep(margin, { state, best }, { rate: () => rate, offset });
      tf.dispose([state, best.slopes]);
      if (best.margins !== start) best.margins.dispose();
      ({ state, best } = next);
    }
    const last = steps > 0 && slopes.length > 0 ? better(best, margin(...state.values), state.values) : best;
    // NaN if the first bound was, whatever a backend makes of the minimum with NaN
    return { ...last, margins: tf.add(last.margins, tf.mul(start, 0)) as tf.Tensor2D };
  });
}

/** The lesser of two bounds, row by row, with its slopes. */
function better({ margins, slopes }: Optimised, value: tf.Tensor, alphas: readonly tf.Tensor[]): Optimised {
  const fell = tf.expandDims(tf.step(tf.sub(margins, value)), 2);
  return {
    margins: tf.minimum(margins, value) as tf.Tensor2D,
    slopes: slopes.map((old, k) => tf.add(tf.mul(alphas[k]!, fell), tf.mul(old, tf.sub(1, fell)))),
  };
}
