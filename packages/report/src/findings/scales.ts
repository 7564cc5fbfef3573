import { extent } from 'd3-array';
import { type ScaleContinuousNumeric, scaleLinear, scaleLog } from 'd3-scale';
import { type Figure, isKnown } from '../data/numbers';
import type { Axis } from './chart';

export type Scale = ScaleContinuousNumeric<number, number>;

/** Where the values of an axis lie on a screen. */
export function scaleOf(
  { scale, domain, zero = false }: Axis,
  values: readonly Figure[],
  range: readonly [number, number],
): Scale {
  const shown = values.filter((value): value is number => isKnown(value) && (scale !== 'log' || value > 0));
  const [least = 0, greatest = 1] = domain ?? extent(zero && scale !== 'log' ? [0, ...shown] : shown);
  // of an axis that shows nothing but 0, or nothing on a log scale, the ends are the usual ones
  const ends = zero && greatest === 0 ? [0, 1] : [least, greatest];
  const log = scale === 'log' && shown.length > 0;
  const made = (log ? scaleLog : scaleLinear)(ends, range);
  return domain ? made : made.nice();
}
