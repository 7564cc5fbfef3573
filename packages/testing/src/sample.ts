import type { OpName } from '@ibp/core';
import fc from 'fast-check';
import { calls } from './calls/calls';
import type { OpCall } from './calls/op-call';

/** How many times the calls that tests ask for are drawn: more at night. */
export const times = Number(process.env.IBP_RANDOM_RUNS ?? 1);

/** The same `count` random calls of an op every time. */
export const sampleCalls = <K extends OpName>(op: K, count: number): OpCall<K>[] =>
  fc.sample(calls[op] as unknown as fc.Arbitrary<OpCall<K>>, { seed: 1810, numRuns: count * times });
