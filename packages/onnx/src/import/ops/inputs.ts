import { formatShape } from '@ibp/core';
import type { Constant } from '../constant/constant';
import type { Call } from '../graph/call';
import type { Value, Variable } from '../graph/value';

/** Input `i`, which must be there. */
export const input = ({ inputs, refuse }: Call, i: number): Value =>
  inputs[i] ?? refuse(`expected input ${i}, got ${inputs.length} inputs`);

/** Input `i` as a tensor that depends on the network's input. */
export function variable(call: Call, i: number): Variable {
  const value = input(call, i);
  return value.kind === 'variable'
    ? value
    : call.refuse(`expected input ${i} to depend on the network's input`);
}

/** Input `i` as a constant; undefined where it is left out. */
export function optionalConstant({ inputs, refuse }: Call, i: number): Constant | undefined {
  const value = inputs[i];
  if (value?.kind === 'variable') refuse(`expected a constant as input ${i}, got one of the network's input`);
  return value as Constant | undefined;
}

/** Input `i` as a constant, which must be there. */
export const constantInput = (call: Call, i: number): Constant => {
  input(call, i);
  return optionalConstant(call, i)!;
};

/** Input `i` as a list of whole numbers; undefined where it is left out. */
export function optionalInts(call: Call, i: number): readonly number[] | undefined {
  const value = optionalConstant(call, i);
  if (!value) return undefined;
  const list = Array.from(value.data);
  // infinite ones are those beyond 2^53
  if (!list.every((n) => Number.isInteger(n) || Math.abs(n) === Number.POSITIVE_INFINITY)) {
    call.refuse(`expected whole numbers as input ${i}, got [${list.slice(0, 8)}]`);
  }
  return list;
}

/** Whole numbers that older operator sets have as an attribute and newer ones as input `i`. */
export const intsOf = (call: Call, name: string, i: number): readonly number[] | undefined =>
  optionalInts(call, i) ?? call.attributes.ints(name, undefined);

/** An axis of a shape of this rank, -1 being the last. */
export function axisOf({ refuse }: Call, axis: number, rank: number): number {
  const own = axis < 0 ? axis + rank : axis;
  return Number.isInteger(own) && own >= 0 && own < rank
    ? own
    : refuse(`expected an axis of ${rank}, got ${axis}`);
}

/** A list as long as expected. */
export function listOf(call: Call, what: string, list: readonly number[], length: number): readonly number[] {
  return list.length === length && list.every(Number.isSafeInteger)
    ? list
    : call.refuse(`expected ${length} whole numbers as ${what}, got ${formatShape(list.slice(0, 8))}`);
}
