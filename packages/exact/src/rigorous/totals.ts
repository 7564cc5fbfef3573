import { gamma, slack, tiny, up } from './rounding';

/** One running sum for each specification, with all that rounding may have made of it. */
export type Totals = {
  readonly specs: number;
  readonly value: Float64Array;
  /** Sums of the magnitudes of what was added to `value`. */
  readonly size: Float64Array;
  /** Sums of errors from elsewhere. */
  readonly error: Float64Array;
  /** How many terms were added to each `value`. */
  terms: number;
};

export const totals = (d: Float64Array): Totals => ({
  specs: d.length,
  value: d.slice(),
  size: d.map(Math.abs),
  error: new Float64Array(d.length),
  terms: 1,
});

/**
 * The sums from above: NaN where anything was not finite, which proves nothing. `value` is a sum of products, so that
 * `gamma` of the number of terms times their magnitudes bounds what it lost.
 */
export const fromAbove = ({ value, size, error, terms }: Totals): Float64Array =>
  value.map((v, s) => {
    const bound = up(v + (gamma(terms) * size[s]! + error[s]! * slack + tiny));
    return Number.isFinite(bound) ? bound : Number.NaN;
  });
