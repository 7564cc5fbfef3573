import { stream } from '@ibp/testing';
import * as reference from '../testing/series';
import type { Ends } from './ends';
import { erf } from './erf';
import { exp, expm1, ln2 } from './exp';
import { log, log1p } from './log';
import { sigmoid, softplus, tanh } from './sigmoid';
import { sqrt } from './sqrt';
import { cos, halfPi, sin } from './trigonometric';

type Case = {
  readonly f: (x: number) => Ends;
  readonly exact: (x: bigint) => bigint;
  readonly from: number;
  readonly to: number;
  /** How far apart the ends may be, in units of 2^-53 of the value, and of 1. */
  readonly relative: number;
  readonly absolute?: number;
};
const { one, over, exp: e } = reference;
const cases: { readonly [name: string]: Case } = {
  exp: { f: exp, exact: e, from: -60, to: 100, relative: 24 },
  expm1: { f: expm1, exact: (x) => e(x) - one, from: -60, to: 100, relative: 80 },
  log: { f: log, exact: reference.log, from: 2 ** -60, to: 1e9, relative: 24 },
  log1p: { f: log1p, exact: (x) => reference.log(one + x), from: 0, to: 1e3, relative: 48 },
  sigmoid: { f: sigmoid, exact: (x) => over(one, one + e(-x)), from: -60, to: 60, relative: 40 },
  tanh: { f: tanh, exact: (x) => over(e(2n * x) - one, e(2n * x) + one), from: -30, to: 30, relative: 120 },
  softplus: { f: softplus, exact: (x) => reference.log(one + e(x)), from: -60, to: 60, relative: 80 },
  sin: { f: sin, exact: reference.sin, from: -1e6, to: 1e6, relative: 0, absolute: 24 },
  cos: { f: cos, exact: reference.cos, from: -1e6, to: 1e6, relative: 0, absolute: 24 },
  erf: { f: erf, exact: reference.erf, from: -7, to: 7, relative: 6000 },
  sqrt: { f: sqrt, exact: reference.sqrt, from: 0, to: 1e9, relative: 24 },
};
const runs = Number(process.env.IBP_RANDOM_RUNS ?? 1);

/** Numbers of every size of a range, near its ends and near 0. */
function numbers({ from, to }: Case, count: number): number[] {
  const next = stream(11);
  return Array.from({ length: count }, (_, i) => {
    const wide = from + next() * (to - from);
    return i % 2 ? wide : Math.min(Math.max(wide * 2 ** (-50 * next()), from), to);
  });
}

describe.each(Object.entries(cases))('%s', (_, what) => {
  const { f, exact, relative, absolute = 0 } = what;
  it('lies between its ends, and these are near', () => {
    let wrong = 0;
    for (const x of numbers(what, 250 * runs)) {
      const [lower, upper] = f(x);
      const value = exact(reference.fixed(x));
      if (reference.fixed(lower) > value + 1n || value - 1n > reference.fixed(upper)) wrong++;
      const size = Math.max(Math.abs(lower), Math.abs(upper));
      const room = (relative * size + absolute) * 2 ** -53 + 2 ** -300;
      if (!(upper - lower <= room)) throw new Error(`f(${x}) in [${lower}, ${upper}]: further than ${room}`);
    }
    expect(wrong).toBe(0);
  });

  it('is NaN of NaN', () => {
    expect(f(Number.NaN)).toEqual([Number.NaN, Number.NaN]);
  });
});

it('ends are in order where values leave the doubles', () => {
  for (const x of [709.77, 709.79, 1e4, -745, -746, -1e9, Number.MAX_VALUE, -Number.MAX_VALUE, 1e-320, 0]) {
    for (const { f } of Object.values(cases)) {
      const [lower, upper] = f(x);
      if (!Number.isNaN(lower)) expect(lower).toBeLessThanOrEqual(upper);
    }
  }
  expect(exp(1e4)[1]).toBe(Number.POSITIVE_INFINITY);
  expect(exp(-1e4)).toEqual([0, Number.MIN_VALUE]);
  expect(log(Number.MIN_VALUE)[0]).toBeCloseTo(-744.44, 2);
  expect(log(0)[0]).toBe(Number.NEGATIVE_INFINITY);
  expect([...log(-1), ...sqrt(-1)]).toEqual([Number.NaN, Number.NaN, Number.NaN, Number.NaN]);
  expect(sin(1e9)).toEqual([-1, 1]);
  expect(sigmoid(-1e9)[0]).toBe(0);
  expect(sigmoid(1e9)[1]).toBe(1);
  expect(softplus(800)[0]).toBeCloseTo(800, 9);
});

it('the parts of ln 2 and pi / 2 have the bits that the proofs ask for, and their sums', () => {
  const off = (parts: readonly number[], value: bigint): number =>
    Number(parts.reduce((sum, part) => sum - reference.fixed(part), value)) / Number(one);
  expect(Math.abs(off([ln2.high, ln2.low], reference.log(2n * one)))).toBeLessThan(2 ** -86);
  expect(Math.abs(off(halfPi, reference.pi / 2n))).toBeLessThan(2 ** -103);
  for (const [part, k] of [[ln2.high, 2 ** 21] as const, ...halfPi.map((part) => [part, 2 ** 20] as const)]) {
    for (const factor of [k - 1, k - 3, k / 2 + 1]) {
      expect(reference.fixed(part * factor)).toBe(reference.fixed(part) * BigInt(factor));
    }
  }
});
