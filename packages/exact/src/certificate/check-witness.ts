import type { PlainNetwork } from '@ibp/core';
import { plainForward } from '../plain/forward';
import { type InputBall, isBall, type Property, type Statement } from '../property/property';
import type { Arithmetic } from '../rigorous/arithmetic';
import { exactBackward } from '../rigorous/backward';
import { enclose, rigorousRefusal } from '../rigorous/enclose';
import { featureOf, rangeEnds } from '../rigorous/enclosure';
import { leastAt } from '../rigorous/least-at';
import type { PlainSpec } from '../rigorous/spec';
import { type Finding, open, rejected } from './finding';

/** Whether `|a - b| <= most` for the real numbers: the difference with what rounding took from it (Knuth's TwoSum). */
function isWithin(a: number, b: number, most: number): boolean {
  const difference = a - b;
  const back = difference - a;
  const lost = a - (difference - back) - (b + back);
  const [size, rest] = difference < 0 ? [-difference, -lost] : [difference, lost];
  return size < most || (size === most && rest <= 0);
}

const isInBall = (point: Float64Array, ball: InputBall, i: number): boolean => {
  const [least, greatest] = rangeEnds(ball.range, i);
  const value = point[i]!;
  return isWithin(value, ball.x[i]!, featureOf(ball.epsilon, i)) && value >= least && value <= greatest;
};

/** Why a point is no input that the statement is about; `undefined` if it is one. NaN is none. */
function outside(point: Float64Array, asked: Statement, { boxes }: Property): string | undefined {
  const units = boxes[0]!.lower.length;
  if (point.length !== units) return `expected a witness of ${units} units, got ${point.length}`;
  if (isBall(asked)) {
    const unit = point.findIndex((_, i) => !isInBall(point, asked, i));
    return unit < 0
      ? undefined
      : `unit ${unit} of the witness is outside the box: ${point[unit]} from ${asked.x[unit]}`;
  }
  const isIn = boxes.some(({ lower, upper }) => point.every((v, i) => v >= lower[i]! && v <= upper[i]!));
  return isIn ? undefined : 'the witness is in no box';
}

/** The rows of a conjunction at a point, in float64. */
function valuesAt(network: PlainNetwork, { c, d }: PlainSpec, point: Float64Array): Float64Array {
  const output = plainForward(network, point);
  return d.map((constant, row) =>
    output.reduce((sum, z, i) => sum + c[row * output.length + i]! * z, constant),
  );
}

/**
 * Runs a witness through the network, with proven rounding errors: it breaks a conjunction of which all rows are >= 0; in
 * `any-order-float32`, where they are so in every order of summation.
 */
export function checkWitness(
  network: PlainNetwork,
  { x: point, conjunction }: { readonly x: Float64Array; readonly conjunction: number },
  asked: Statement,
  property: Property,
  arithmetic: Arithmetic = 'real',
): Finding {
  const away = outside(point, asked, property);
  if (away) return rejected(away);
  if (arithmetic !== 'real' && point.some((v) => Math.fround(v) !== v)) {
    return open(`the witness has numbers that are not float32, of which ${arithmetic} says nothing`);
  }
  const { length } = property.unsafe;
  if (conjunction >= length) return rejected(`expected a conjunction below ${length}, got ${conjunction}`);
  const rows = property.unsafe[conjunction]!;
  const name = `conjunction ${conjunction}`;
  const values = valuesAt(network, rows, point);
  const least = values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const refusal = rigorousRefusal(network, arithmetic);
  if (refusal) return open(`${name} is ${least} at the witness in float64; ${refusal}`);
  // least and greatest value of each row at the point, which rounding leaves hardly apart
  const lowest = leastAt(network, rows, point, arithmetic);
  if (lowest.every((bound) => bound >= 0)) {
    const from = lowest.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
    return { status: 'confirmed', reason: `${name} is ${from} or more at the witness` };
  }
  const greatest = exactBackward(
    network,
    enclose(network, { lower: point, upper: point }, { arithmetic }),
    rows,
  ).find((bound) => bound < 0);
  if (greatest !== undefined) return rejected(`${name} does not hold at the witness: ${greatest}`);
  return open(`${name} is within rounding of 0 at the witness: ${least}`);
}
