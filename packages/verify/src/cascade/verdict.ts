/** A row of the specification that fails at a point of the ball. */
export type Witness = {
  readonly x: Float32Array;
  readonly row: number;
  /** Of a property: the conjunction whose rows are all above 0 there, of which `row` is the least. */
  readonly conjunction?: number;
  /** The value of the row there, in float64: above 0. */
  readonly margin: number;
};

/**
 * Why nothing is known: out of time, something that is not a finite number, a bound or an optimum too close to 0 for
 * the arithmetic that found it, an op that a method cannot handle, a failure of a solver, or methods at their end.
 */
export type UnknownReason = 'time-out' | 'not-finite' | 'tolerance' | 'unsupported' | 'failure' | 'undecided';

/** What is known of one example. */
export type Verdict =
  | { readonly status: 'verified' /** The stage that proved the last row. */; readonly method: string }
  | { readonly status: 'falsified'; readonly method: string; readonly witness: Witness }
  | { readonly status: 'unknown'; readonly reason: UnknownReason; readonly detail: string };

/** The gravest first: what a reader can do something about. */
const order: readonly UnknownReason[] = [
  'not-finite',
  'failure',
  'time-out',
  'tolerance',
  'unsupported',
  'undecided',
];

/** Why a stage left an example open. */
export type Remark = { readonly stage: string; readonly reason: UnknownReason; readonly detail: string };

/** `unknown`, from what the stages said on the way. */
export function unknown(remarks: readonly Remark[]): Verdict {
  const reason = order.find((kind) => remarks.some((remark) => remark.reason === kind)) ?? 'undecided';
  const detail = remarks.map((remark) => `${remark.stage}: ${remark.detail}`).join('; ');
  return { status: 'unknown', reason, detail: detail || 'no stage could decide' };
}
