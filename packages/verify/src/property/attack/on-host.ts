import { gradientOf, outputAt } from '../host/at-point';
import type { HostNetwork } from '../host/host-network';
import type { UnsafeRows } from '../rows';
import type { Attack, Found, Judge } from './attack';
import { type Start, stepLength } from './starts';

/** The most points that are checked of one ascent: close to 0 each may fail. */
const checks = 3;

/**
 * Moves points up the least row of their conjunctions by signed gradient steps (projected gradient descent, Madry et al.
 * 2018), in float64, one after the other, the most promising first: it ends with the first witness.
 */
export function attackOnHost(host: HostNetwork, { rows, check, reached }: Judge): Attack {
  return (box, starts, steps) => {
    const ranked = starts
      .map((start) => ({ start, value: valueAt(host, rows, start, Float64Array.from(start.point)).value }))
      .sort((a, b) => (b.value > a.value ? 1 : b.value < a.value ? -1 : 0));
    for (const { start } of ranked) {
      if (reached()) return undefined;
      const found = ascend(host, rows, start, steps, (point) => check(point, box));
      if (found) return found;
    }
    return undefined;
  };
}

function ascend(
  host: HostNetwork,
  rows: UnsafeRows,
  start: Start,
  steps: number,
  check: (point: Float64Array) => Found | undefined,
): Found | undefined {
  const { lower, upper } = start.box;
  const x = Float64Array.from(start.point);
  let best = 0;
  let left = checks;
  for (let t = 0; ; t++) {
    const { value, row } = valueAt(host, rows, start, x);
    if (value > best && left > 0) {
      const found = check(x);
      if (found) return found;
      best = value;
      left -= 1;
    }
    if (t === steps || left === 0) return undefined;
    const gradient = gradientOf(host, row);
    const length = stepLength(t, steps);
    for (let i = 0; i < x.length; i++) {
      const moved = x[i]! + Math.sign(gradient[i]!) * length * (upper[i]! - lower[i]!);
      x[i] = Math.min(Math.max(moved, lower[i]!), upper[i]!);
    }
  }
}

/** The value of a start's conjunction at a point, and the coefficients of the row that it is of. */
function valueAt(
  host: HostNetwork,
  { spec: { c, d }, conjunctions }: UnsafeRows,
  { conjunction }: Start,
  x: Float64Array,
): { readonly value: number; readonly row: Float64Array } {
  const z = outputAt(host, x);
  const { start, end } = conjunctions[conjunction]!;
  let [least, value] = [start, Number.POSITIVE_INFINITY];
  for (let r = start; r < end; r++) {
    let sum = d[r]!;
    for (let k = 0; k < z.length; k++) sum += c[r * z.length + k]! * z[k]!;
    if (!(sum >= value)) [least, value] = [r, sum]; // NaN is kept
  }
  return { value, row: c.subarray(least * z.length, (least + 1) * z.length) };
}
