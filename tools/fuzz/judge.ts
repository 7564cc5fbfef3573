import type { Claim } from './methods/method';
import { isNumbers } from './net';
import { type Evaluator, rowValue, type Values } from './truth/evaluate';
import { above, exactRowValue } from './truth/exact';

/**
 * What a claim gets wrong. `false-proof`: a row is said to hold and does not. `false-witness`: a point is said to break a
 * row and does not, or is not in the box. `low`: a bound is below a value that is taken. `outside`: a value of a node is
 * not between its ends.
 */
export type Kind = 'false-proof' | 'false-witness' | 'low' | 'outside';

export type Fault = {
  readonly kind: Kind;
  /** By how much, at least. */
  readonly excess: number;
  /** The excess in units of the last place (2^-23) of the larger of the value and 1. */
  readonly ulps: number;
  readonly bound: number;
  readonly value: number;
  readonly x?: Float64Array;
  readonly node?: number;
  readonly claim: Claim;
};

const inUlps = (excess: number, value: number): number => excess / (2 ** -23 * Math.max(1, Math.abs(value)));

/**
 * What a value is above a float at least: in float64 less its error and, where that does not tell, exactly. Below 0
 * where it is not known to be above.
 */
function surelyAbove(value: number, error: number, float: number, exact: () => number | undefined): number {
  const sure = value - error - float;
  return sure > 0 || value + error < float ? sure : (exact() ?? sure);
}

/** What is wrong with a claim, if anything is. */
export function judge(claim: Claim, evaluator: Evaluator): Fault | undefined {
  const { row, node, trace, witness, proved, bound = Number.NaN } = claim;
  if (node && trace) return judgeNode(claim, trace[node.index]!);
  if (!row) return undefined;
  if (witness) return judgeWitness(claim, evaluator);
  const { x, value, error } = row.truth;
  const fault = (kind: Kind, excess: number): Fault => ({
    kind,
    excess,
    ulps: inUlps(excess, value),
    bound,
    value,
    x,
    claim,
  });
  const proves = proved || bound < 0;
  // nothing is true of what is no number, but for float64 that has overflowed where the network is finite
  if (!Number.isFinite(value)) {
    const nothing = poisoned(evaluator) || evaluator.undefinedAt(x);
    return nothing && proves ? fault('false-proof', Number.POSITIVE_INFINITY) : undefined;
  }
  if (!Number.isFinite(error)) return undefined;
  const over = (float: number) =>
    surelyAbove(value, error, float, () => {
      const exactly = exactRowValue(evaluator, row, x);
      return exactly && above(exactly, float);
    });
  if (proved) {
    // a tie breaks the row as well
    if (over(0) >= 0) return fault('false-proof', Number.isNaN(bound) ? over(0) : over(bound));
  }
  if (Number.isNaN(bound) || bound === Number.POSITIVE_INFINITY) return undefined;
  const excess = over(bound);
  return excess > 0 ? fault('low', excess) : undefined;
}

function judgeNode(claim: Claim, at: Values): Fault | undefined {
  const { index, lower, upper } = claim.node!;
  let worst: Fault | undefined;
  for (let i = 0; i < at.value.length; i++) {
    const [v, e] = [at.value[i]!, at.error[i]!];
    if (!Number.isFinite(v)) continue;
    const excess = Math.max(lower[i]! - v, v - upper[i]!) - e;
    if (!(excess > (worst?.excess ?? 0))) continue;
    worst = {
      kind: 'outside',
      excess,
      ulps: inUlps(excess, v),
      bound: v > upper[i]! ? upper[i]! : lower[i]!,
      value: v,
      node: index,
      claim,
    };
  }
  return worst;
}

function judgeWitness(claim: Claim, evaluator: Evaluator): Fault | undefined {
  const { box, row, witness, border } = claim;
  const x = Float64Array.from(witness!);
  const [value, error] = rowValue(row!, evaluator.output(x));
  const outside = x.reduce((most, v, i) => Math.max(most, box.lower[i]! - v, v - box.upper[i]!), 0);
  const wrong = (excess: number): Fault => ({
    kind: 'false-witness',
    excess,
    ulps: inUlps(excess, value),
    bound: 0,
    value,
    x,
    claim,
  });
  if (outside > 0) return wrong(outside);
  if (value + error <= 0 && value < 0) return wrong(-value);
  const exactly = value - error > 0 ? undefined : exactRowValue(evaluator, row!, x);
  return exactly && (exactly.n < 0n || (exactly.n === 0n && !border)) ? wrong(error) : undefined;
}

/** Whether a parameter of the network is NaN or infinite. */
const poisoned = ({ plain }: Evaluator): boolean =>
  plain.nodes.some(({ params }) =>
    Object.values(params).some((value) => isNumbers(value) && value.data.some((v) => !Number.isFinite(v))),
  );
