import type { PlainNetwork } from '@ibp/core';
import type { RowSlopes } from '../certificate/slope-proof';
import { plainForward } from '../plain/forward';
import type { Enclosure } from '../rigorous/enclosure';
import { leastAt } from '../rigorous/least-at';
import type { PlainSpec } from '../rigorous/spec';
import { intoBox, isInBox } from './into-box';

/** What is known of one row `c z + d < 0` over a box. */
export type RowVerdict = {
  readonly status: 'verified' | 'falsified' | 'unknown';
  /** Why nothing is known; the words of the cascade's verdicts. */
  readonly reason?: 'time-out' | 'not-finite' | 'tolerance' | 'failure' | 'undecided';
  readonly detail?: string;
  /** Breaks the row, as real numbers and, where `confirm` was given, in the network as it runs. */
  readonly witness?: Float32Array;
  /** The point of the box where the solver's solution is worst: where to start an attack. */
  readonly point?: Float32Array;
  /** An upper bound of `c z + d`: see the function that gives it for how far it is to be trusted. */
  readonly bound?: number;
  /** Of the lines below open activations, by which a backward pass comes to the bound of an LP, or near it: see `slopeProof`. */
  readonly slopes?: readonly RowSlopes[];
  /** Of the branch-and-bound tree. */
  readonly nodes?: number;
  /** Size of the problem. */
  readonly size?: {
    readonly columns: number;
    readonly rows: number;
    readonly terms: number;
    readonly unstable: number;
  };
  /** Wall-clock seconds. */
  readonly seconds: number;
  /** Seconds of processor time: verdicts that time-outs decide depend on a machine's load, these less so. */
  readonly cpuSeconds: number;
};

/** The value of the row at a point, in the network as it runs. */
export type Confirm = (point: Float32Array) => number | Promise<number>;

/** A point as a witness: in the box, surely above 0 as real numbers, and as the caller runs it. A tie is none. */
export async function breaks(
  network: PlainNetwork,
  box: Enclosure,
  spec: PlainSpec,
  point: Float32Array,
  confirm: Confirm | undefined,
): Promise<boolean> {
  const real = Float64Array.from(point);
  // float64 tells most of those that are none; what it takes for one may be above 0 by its rounding alone
  if (!isInBox(point, box) || !(rowValue(network, spec, real) > 0)) return false;
  if (!(leastAt(network, spec, real)[0]! > 0)) return false;
  return confirm === undefined || (await confirm(point)) > 0;
}

/** `c z + d` in float64. */
export function rowValue(network: PlainNetwork, { c, d }: PlainSpec, x: Float64Array): number {
  return plainForward(network, x).reduce((sum, z, i) => sum + c[i]! * z, d[0]!);
}

/** The input that a solution of the solver means; what makes no difference is in the middle of the box. */
export function inputOf(inputs: Int32Array, solution: Float64Array, box: Enclosure): Float32Array {
  const middle = (i: number): number => box.lower[i]! / 2 + box.upper[i]! / 2;
  return intoBox(
    Float64Array.from(inputs, (column, i) => (column < 0 ? middle(i) : solution[column]!)),
    box,
  );
}
