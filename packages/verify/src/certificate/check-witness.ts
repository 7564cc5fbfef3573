import { plainForward } from '../plain/forward';
import type { PlainNetwork } from '../plain/plain-network';
import { backward } from '../rigorous/backward';
import { enclose, rigorousRefusal } from '../rigorous/enclose';
import { rigorousBox } from '../rigorous/enclosure';
import type { PlainSpec } from '../rigorous/spec';
import type { Finding } from './check-proof';

type Ball = { readonly x: Float32Array; readonly epsilon: number; readonly range: readonly [number, number] };

/** Why a point is not in the ball around the input; `undefined` if it is. NaN is not. */
function outside(point: Float32Array, { x, epsilon, range }: Ball): string | undefined {
  if (point.length !== x.length) return `expected a witness of ${x.length} units, got ${point.length}`;
  // as inputs are stored: 0.3 in float32 is a little more than 0.3
  const [least, greatest] = range.map(Math.fround) as [number, number];
  const unit = point.findIndex(
    (value, i) => !(Math.abs(value - x[i]!) <= epsilon && value >= least && value <= greatest),
  );
  return unit < 0
    ? undefined
    : `unit ${unit} of the witness is outside the box: ${point[unit]} from ${x[unit]}`;
}

/** Runs a witness through the network, with proven rounding errors where the ops have them. */
export function checkWitness(
  network: PlainNetwork,
  { c, d }: PlainSpec,
  { x: point, row }: { readonly x: Float32Array; readonly row: number },
  ball: Ball,
): Finding {
  const away = outside(point, ball);
  if (away) return { status: 'rejected', reason: away };
  if (row >= d.length) return { status: 'rejected', reason: `expected a row below ${d.length}, got ${row}` };
  const units = c.length / d.length;
  const own = c.subarray(row * units, (row + 1) * units);
  const margin = plainForward(network, Float64Array.from(point)).reduce(
    (sum, z, i) => sum + own[i]! * z,
    d[row]!,
  );
  if (rigorousRefusal(network)) {
    const says = `row ${row} is ${margin} at the witness in float64, without proven error`;
    return { status: margin > 1e-6 ? 'confirmed' : 'not confirmable', reason: says };
  }
  const at = enclose(network, rigorousBox(point, 0, [-Number.MAX_VALUE, Number.MAX_VALUE]));
  // least and greatest value of the row at the point, which rounding leaves hardly apart
  const spec = { c: Float64Array.of(...own, ...own.map((w) => -w)), d: Float64Array.of(d[row]!, -d[row]!) };
  const [greatest, negated] = backward(network, at, spec);
  if (-negated! >= 0)
    return { status: 'confirmed', reason: `row ${row} is ${-negated!} or more at the witness` };
  if (greatest! < 0) return { status: 'rejected', reason: `row ${row} holds at the witness: ${greatest}` };
  return {
    status: 'not confirmable',
    reason: `row ${row} is within rounding of 0 at the witness: ${margin}`,
  };
}
