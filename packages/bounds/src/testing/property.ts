import type { OpName } from '@ibp/core';
import { times } from '@ibp/testing';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import type { ParamsOf } from '../ops/definition';
import { type Case, casesOf } from './cases';

type Check<K extends OpName> = (call: {
  readonly shapes: Case<K>['shapes'];
  readonly params: ParamsOf<K>;
  readonly seed: number;
}) => void;

/** Runs a check on random calls of one op, always the same ones, each inside a tidy. */
export function forRandomCalls<K extends OpName>(op: K, runs: number, check: Check<K>): void {
  const seeds = fc.integer({ min: 0, max: 2 ** 30 });
  const property = fc.property(casesOf(op), seeds, ({ shapes, params }, seed) => {
    tf.tidy(() => check({ shapes, params: params(), seed }));
  });
  fc.assert(property, { seed: 1810, numRuns: runs * times });
}

/** The first `runs` calls that {@link forRandomCalls} makes; for tables of examples. */
export function sampleCalls<K extends OpName>(op: K, runs: number): Case<K>[] {
  return fc.sample(casesOf(op), { seed: 1810, numRuns: runs });
}

const ulp = 2 ** -23;

/**
 * Fails unless `a <= b` everywhere, but for rounding: 64 units in the last place of the larger magnitude, or of
 * 1 where both are smaller (sums of a few dozen products; the polynomial tfjs uses for erf).
 */
export function expectAtMost(a: tf.Tensor, b: tf.Tensor, ulps = 64): void {
  expect(a.shape).toEqual(b.shape);
  const [x, y] = [a.dataSync(), b.dataSync()];
  for (let i = 0; i < x.length; i++) {
    const slack = ulps * ulp * Math.max(1, Math.abs(x[i]!), Math.abs(y[i]!));
    if (!(x[i]! <= y[i]! + slack)) throw new Error(`element ${i}: expected ${x[i]} <= ${y[i]} + ${slack}`);
  }
}

export function expectClose(a: tf.Tensor, b: tf.Tensor, ulps = 64): void {
  expectAtMost(a, b, ulps);
  expectAtMost(b, a, ulps);
}
