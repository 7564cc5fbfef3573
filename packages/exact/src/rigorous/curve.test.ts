import type { PlainNode } from '@ibp/core';
import { type OpsOf, piecesOf, vocabulary } from '@ibp/core';
import { stream } from '@ibp/testing';
import * as reference from '../testing/series';
import { type Curve, relaxCurve } from './curve';
import { curveOf } from './curves';

const { one, over, times, exp, fixed } = reference;
const sigmoid = (x: bigint) => over(one, one + exp(-x));
const tanh = (x: bigint) => over(exp(2n * x) - one, exp(2n * x) + one);
const softplus = (x: bigint) => reference.log(one + exp(x));
const decimal = (digits: bigint, places: bigint) => (digits * one) / 10n ** places;
const magnitude = (x: bigint) => (x < 0n ? -x : x);

/** Each function in as many digits as it takes. */
const exact: { readonly [op: string]: (x: bigint) => bigint } = {
  sigmoid,
  tanh,
  softplus,
  exp,
  softsign: (x) => over(x, one + magnitude(x)),
  square: (x) => times(x, x),
  elu: (x) => (x < 0n ? exp(x) - one : x),
  selu: (x) =>
    x < 0n
      ? times(decimal(17580993408473768599n, 19n), exp(x) - one)
      : times(decimal(10507009873554804934n, 19n), x),
  hardSigmoid: (x) => {
    const y = x / 5n + one / 2n;
    return y < 0n ? 0n : y > one ? one : y;
  },
  gelu: (x) => times(x, one + reference.erf(times(x, reference.sqrt(one / 2n)))) / 2n,
  'gelu by tanh': (x) => {
    const cube = times(decimal(44715n, 6n), times(x, times(x, x)));
    return times(x, one + tanh(times(reference.sqrt(over(2n * one, reference.pi)), x + cube))) / 2n;
  },
  silu: (x) => times(x, sigmoid(x)),
  mish: (x) => times(x, tanh(softplus(x))),
  sqrt: reference.sqrt,
  log: reference.log,
  reciprocal: (x) => over(one, x),
  inverseRoot: (x) => over(one, reference.sqrt((x < 0n ? 0n : x) + fixed(0.125))),
  erf: reference.erf,
  sin: reference.sin,
  cos: reference.cos,
};
const curve = (name: string): Curve =>
  curveOf({
    op: name.split(' ')[0]!,
    params: name.includes('tanh') && name !== 'tanh' ? { approximate: true } : { epsilon: 0.125 },
  } as unknown as PlainNode)!;

it('there is one for each activation that is not in linear pieces', () => {
  const smooth = Object.entries(vocabulary).filter(
    ([op, { family }]) =>
      family === 'elementwise' && !piecesOf(op, { alpha: 0.1 }) && !['sign', 'floor'].includes(op),
  );
  for (const [op] of smooth) expect([op, exact[op as OpsOf<'elementwise'>]]).not.toContain(undefined);
});

describe.each(Object.entries(exact))('%s', (name, f) => {
  const { value, range } = curve(name);
  const next = stream(5);
  const end = () => (next() < 0.1 ? 0 : 6 * (2 * next() - 1) * 10 ** (-3 * next()));
  // those that are not defined everywhere are looked at above 0
  const placed = (x: number) =>
    'domain' in (vocabulary as { [op: string]: object })[name.split(' ')[0]!]! ? Math.exp(x / 2) : x;
  const intervals = Array.from({ length: 25 }, (_, i) => {
    const [a, b] = [end(), i % 8 === 0 ? undefined : end()];
    return [placed(Math.min(a, b ?? a)), placed(Math.max(a, b ?? a))] as const;
  });
  const pointsOf = (lower: number, upper: number) =>
    [0, 0.13, 0.5, 0.77, 1].map((t) => Math.min(Math.max(lower + t * (upper - lower), lower), upper));

  it('lies between its ends and in its range', () => {
    for (const [lower, upper] of intervals) {
      const [least, most] = range(lower, upper);
      for (const x of pointsOf(lower, upper)) {
        const y = f(fixed(x));
        const [low, high] = value(x);
        expect([low, least].every((bound) => fixed(bound) <= y + 1n)).toBe(true);
        expect([high, most].every((bound) => y <= fixed(bound) + 1n)).toBe(true);
        expect(high - low).toBeLessThan(1e-12 * Math.max(1, Math.abs(high)));
      }
    }
  });

  it('lies between its lines, whatever their slopes', () => {
    for (const [lower, upper] of intervals) {
      const slopes = next() < 0.5 ? {} : { above: 3 * next() - 1, below: 3 * next() - 1 };
      const { above, below } = relaxCurve(curve(name), lower, upper, slopes);
      for (const x of pointsOf(lower, upper)) {
        const y = f(fixed(x));
        const at = (line: typeof above) => times(fixed(line.slope), fixed(x)) + fixed(line.shift);
        expect(at(above) + 1n >= y && at(below) - 1n <= y).toBe(true);
      }
    }
  });

  it('has lines that leave less between them than its range does', () => {
    for (const ends of [
      [-1, 2],
      [0.5, 1.5],
      [-4, -0.5],
      [-0.01, 0.02],
    ]) {
      const [lower, upper] = ends.map(placed) as [number, number];
      const { above, below } = relaxCurve(curve(name), lower, upper);
      const middle = (lower + upper) / 2;
      const between = (above.slope - below.slope) * middle + above.shift - below.shift;
      const [least, most] = range(lower, upper);
      expect(between).toBeLessThan(0.7 * (most - least) + 1e-9);
      expect(between).toBeGreaterThanOrEqual(0);
    }
  });
});

it('the lines of a concave and a convex part are tangents and chords', () => {
  const { above, below } = relaxCurve(curve('sigmoid'), 1, 3);
  expect(above.slope).toBeCloseTo(0.105, 2); // of sigmoid at 2
  expect(above.slope * 2 + above.shift).toBeCloseTo(1 / (1 + Math.exp(-2)), 3);
  expect(below.slope).toBeCloseTo((1 / (1 + Math.exp(-3)) - 1 / (1 + Math.exp(-1))) / 2, 12);
  expect(below.slope + below.shift).toBeCloseTo(1 / (1 + Math.exp(-1)), 12);
});

it("mish's second derivative is nowhere beyond the bound that its lines rest on, over all cells of a subdivision", () => {
  // with w = 1 + exp(x): mish'' = 2 T' + x T'', T' = 4 w (w - 1) / (w^2 + 1)^2, T'' = (w - 1) dT' / dw
  type Pair = readonly [number, number];
  const plus = (a: Pair, b: Pair): Pair => [a[0] + b[0], a[1] + b[1]];
  const by = (a: Pair, b: Pair): Pair => {
    const all = [a[0] * b[0], a[0] * b[1], a[1] * b[0], a[1] * b[1]];
    return [Math.min(...all), Math.max(...all)];
  };
  const inverse = ([l, u]: Pair): Pair => [1 / u, 1 / l];
  const constant = (x: number): Pair => [x, x];
  const step = 1 / 2048;
  let most = 0;
  for (let x = -40; x < 40; x += step) {
    const own: Pair = [x, x + step];
    const e: Pair = [Math.exp(x), Math.exp(x + step)];
    const w = plus(constant(1), e);
    const bottom = inverse(plus(by(w, w), constant(1)));
    const first = by(constant(8), by(by(e, w), by(bottom, bottom)));
    // (-2 w^3 + 3 w^2 + 2 w - 1) / (w^2 + 1), by division: -2 w + 3 + (4 w - 4) / (w^2 + 1)
    const inside = plus(
      plus(by(constant(-2), w), constant(3)),
      by(plus(by(constant(4), w), constant(-4)), bottom),
    );
    const second = by(own, by(constant(4), by(e, by(inside, by(bottom, bottom)))));
    const all = plus(first, second);
    most = Math.max(most, -all[0], all[1]);
  }
  expect(most).toBeLessThan(0.66 - 1e-6);
  expect(most).toBeGreaterThan(0.6);
});

it.each([
  ['sign', -1, 2, [-1, 1]],
  ['sign', 0, 2, [-1, 1]],
  ['sign', 0.1, 2, [1, 1]],
  ['floor', 0.5, 2.5, [0, 2]],
  ['floor', 1, 2, [0, 2]],
] as const)(
  '%s from %d to %d counts both sides of its jumps, and so do its lines',
  (op, lower, upper, ends) => {
    expect(curve(op).range(lower, upper)).toEqual(ends);
    for (const slope of [undefined, -0.7, 2]) {
      const { above, below } = relaxCurve(curve(op), lower, upper, { above: slope, below: slope });
      for (const x of [lower, (lower + upper) / 2, upper]) {
        const [low, high] = curve(op).value(x);
        expect(above.slope * x + above.shift).toBeGreaterThanOrEqual(high);
        expect(below.slope * x + below.shift).toBeLessThanOrEqual(low);
      }
    }
  },
);

it('of a box where a function is not defined all over nothing is known', () => {
  for (const [op, lower, upper] of [
    ['reciprocal', -1, 1],
    ['reciprocal', 0, 1],
    ['sqrt', -1, 1],
  ] as const) {
    expect(curve(op).range(lower, upper)).toContainEqual(Number.NaN);
  }
  expect(curve('log').range(0, 1)[0]).toBe(Number.NEGATIVE_INFINITY);
  expect(curve('reciprocal').range(-2, -1)[0]).toBeCloseTo(-1, 12);
});
