import { sizeOf } from '@ibp/core';
import { permuted } from '../constant/strided';
import { reshape, transpose } from '../graph/arrange';
import type { Call, OpRule } from '../graph/call';
import type { Value } from '../graph/value';
import { input } from './inputs';
import { multiplied } from './mat-mul';

/** The axes in another order. */
const inOrder = (call: Call, x: Value, order: readonly number[]): Value =>
  x.kind === 'variable'
    ? transpose(call.build, x, order)
    : {
        ...x,
        shape: order.map((axis) => x.shape[axis]!),
        data: permuted(x.data as Float32Array, x.shape, order),
      };

const inShape = (x: Value, shape: readonly number[]): Value =>
  x.kind === 'variable' ? reshape(x, shape) : { ...x, shape };

/** The letters of both inputs and of the output. */
function lettersOf(call: Call): readonly [a: string, b: string, out: string] {
  const equation = call.attributes.string('equation', '').replaceAll(' ', '');
  const found = /^([A-Za-z]+),([A-Za-z]+)->([A-Za-z]*)$/.exec(equation);
  const each = found?.slice(1) ?? [];
  if (each.length < 3 || each.some((letters) => new Set(letters).size < letters.length)) {
    call.refuse(`expected an equation of two inputs like "bij,bjk->bik", got "${equation.slice(0, 40)}"`);
  }
  return each as [string, string, string];
}

/**
 * Sums of products of two values, as a product of matrices: axes of both and of the output count matrices, of both alone
 * are summed over, of one and the output are rows and columns.
 */
export const einsum: OpRule = (call) => {
  const [a, b] = [input(call, 0), input(call, 1)];
  const [left, right, out] = lettersOf(call);
  const split = (letters: string, test: (letter: string) => boolean) => [...letters].filter(test);
  const both = split(left, (x) => right.includes(x));
  const [count, inner] = [both.filter((x) => out.includes(x)), both.filter((x) => !out.includes(x))];
  const [rows, columns] = [split(left, (x) => !right.includes(x)), split(right, (x) => !left.includes(x))];
  const known = [...count, ...rows, ...columns];
  const sizes = new Map<string, number>();
  for (const [letters, { shape }] of [
    [left, a],
    [right, b],
  ] as const) {
    const fits = letters.length === shape.length;
    for (const [i, x] of [...letters].entries()) {
      if (!fits || (sizes.get(x) ?? shape[i]) !== shape[i])
        call.refuse('expected an equation that fits the inputs');
      sizes.set(x, shape[i]!);
    }
  }
  if (inner.length === 0 || known.length !== out.length || !known.every((x) => out.includes(x))) {
    call.refuse('expected letters that are summed over in both inputs, and all others in the output');
  }
  const size = (letters: readonly string[]) => sizeOf(letters.map((x) => sizes.get(x)!));
  const matrices = (x: Value, own: string, order: readonly string[], shape: readonly number[]) =>
    inShape(
      inOrder(
        call,
        x,
        order.map((letter) => own.indexOf(letter)),
      ),
      shape,
    );
  const [n, m, k, p] = [count, rows, inner, columns].map(size) as [number, number, number, number];
  const made = multiplied(
    call,
    matrices(a, left, [...count, ...rows, ...inner], [n, m, k]),
    matrices(b, right, [...count, ...inner, ...columns], [n, k, p]),
  );
  const whole = inShape(
    made,
    known.map((x) => sizes.get(x)!),
  );
  return inOrder(
    call,
    whole,
    [...out].map((x) => known.indexOf(x)),
  );
};
