import type { OpName, PlainParams } from '@ibp/core';
import type { Expression, Term } from './expression';
import type { Unit } from './unit';

/** What an activation is written with. */
export type Parts = {
  readonly relu: (unit: Unit) => Expression;
  readonly sum: (terms: readonly Term[], bias: number) => Expression;
  /** With ends from its columns. */
  readonly unit: (expression: Expression) => Unit;
};

type Op<K extends OpName> = (parts: Parts, x: Unit, params: PlainParams<K>) => Expression;

const part = (weight: number, of: Expression): Term => ({ weight, of });

/** The elementwise functions that are made of ReLUs. A new one is a line here. */
export const piecewiseOps = {
  relu: ({ relu }, x) => relu(x),
  leakyRelu: ({ relu, sum }, x, { alpha }) => sum([part(alpha, x.expression), part(1 - alpha, relu(x))], 0),
  abs: ({ relu, sum }, x) => sum([part(2, relu(x)), part(-1, x.expression)], 0),
  relu6: ({ relu, sum, unit }, x) => {
    const over = unit(sum([part(1, x.expression)], -6));
    return sum([part(1, relu(x)), part(-1, relu(over))], 0);
  },
  hardSigmoid: ({ relu, sum, unit }, x) => {
    const from = (shift: number): Unit => unit(sum([part(0.2, x.expression)], shift));
    return sum([part(1, relu(from(0.5))), part(-1, relu(from(-0.5)))], 0);
  },
} satisfies { [K in OpName]?: Op<K> };

export const isPiecewise = (op: string): op is keyof typeof piecewiseOps => op in piecewiseOps;
