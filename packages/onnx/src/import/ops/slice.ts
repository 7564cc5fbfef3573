import { formatShape } from '@ibp/core';
import type { OpRule } from '../graph/call';
import type { Value } from '../graph/value';
import { taken } from './gather';
import { axisOf, input, intsOf } from './inputs';

const clamp = (n: number, low: number, high: number): number => Math.min(Math.max(n, low), high);

/** The places from `start` to `end` by `step`, negative ends counted from behind, as numpy has it. */
export function range(size: number, start: number, end: number, step: number): number[] {
  const own = (n: number) => (n < 0 ? n + size : n);
  const [low, high] = step > 0 ? [0, size] : [-1, size - 1];
  const [from, to] = [
    clamp(own(start), step > 0 ? 0 : 0, step > 0 ? size : size - 1),
    clamp(own(end), low, high),
  ];
  const count = Math.max(Math.ceil((to - from) / step), 0);
  return Array.from({ length: count }, (_, i) => from + i * step);
}

/** Parts along some axes. */
export const slice: OpRule = (call) => {
  const data = input(call, 0);
  const needed = (name: string, i: number) =>
    intsOf(call, name, i) ?? call.refuse(`expected ${name}, got none`);
  const [starts, ends] = [needed('starts', 1), needed('ends', 2)];
  const axes = intsOf(call, 'axes', 3) ?? [...starts.keys()];
  const steps = intsOf(call, 'steps', 4) ?? starts.map(() => 1);
  if (new Set([starts, ends, axes, steps].map(({ length }) => length)).size > 1) {
    call.refuse(
      `expected as many starts, ends, axes and steps, got ${formatShape([starts.length, ends.length, axes.length, steps.length])}`,
    );
  }
  return axes.reduce<Value>((value, given, i) => {
    const axis = axisOf(call, given, data.shape.length);
    const step = steps[i]!;
    if (!Number.isSafeInteger(step) || step === 0) call.refuse(`expected steps that are not 0, got ${step}`);
    return taken(call, value, axis, range(value.shape[axis]!, starts[i]!, ends[i]!, step));
  }, data);
};

/** One part after the other along an axis, of sizes that are given or are alike. */
export const split: OpRule = (call) => {
  const data = input(call, 0);
  const axis = axisOf(call, call.attributes.int('axis', 0), data.shape.length);
  const size = data.shape[axis]!;
  const count = call.attributes.int('num_outputs', call.outputs);
  const sizes = intsOf(call, 'split', 1) ?? alike(size, count);
  if (!sizes.every((n) => Number.isSafeInteger(n) && n >= 0) || sizes.reduce((a, b) => a + b, 0) !== size) {
    call.refuse(`expected parts of ${size} in all, got ${formatShape(sizes.slice(0, 8))}`);
  }
  let start = 0;
  return sizes.map((n) => {
    start += n;
    return taken(call, data, axis, range(size, start - n, start, 1));
  });
};

/** Parts of one size, of which the last is smaller where they do not come out even. */
const alike = (size: number, count: number): number[] => {
  const part = Math.ceil(size / count);
  return Array.from({ length: count }, (_, i) => Math.max(Math.min(part, size - i * part), 0));
};
