import { extent } from 'd3-array';
import { type ScaleContinuousNumeric, scaleLinear, scaleLog } from 'd3-scale';
import { type Figure, isKnown } from '../data/numbers';
import type { CurveAxis } from './chart';

/** Of d3: values to pixels. */
export type Scale = ScaleContinuousNumeric<number, number>;

/** Ends of an axis that has one value to show: it and 0, or the usual ones. */
const around = (value: number): [number, number] =>
  value === 0 ? [0, 1] : [Math.min(0, value), Math.max(0, value)];

/** Where the values of an axis lie on a screen. */
export function scaleOf(
  { scale, domain, zero = false }: CurveAxis,
  values: readonly Figure[],
  range: readonly [number, number],
): Scale {
  const shown = values.filter((value): value is number => isKnown(value) && (scale !== 'log' || value > 0));
  const [least = 0, greatest = 1] = domain ?? extent(zero && scale !== 'log' ? [0, ...shown] : shown);
  const ends = least < greatest || scale === 'log' ? [least, greatest] : around(least);
  const log = scale === 'log' && shown.length > 0;
  const made = (log ? scaleLog : scaleLinear)(ends, range);
  return domain ? made : made.nice();
}
