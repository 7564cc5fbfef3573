import { type Shape, type Shaped, sizeOf } from '../shape';
import type { Padding } from './window';

/** What a parameter of an op may be, told of values that come from elsewhere than our own code. */
export type Kind<V> = {
  /** As in `expected kernel to be a tensor`. */
  readonly what: string;
  readonly optional?: boolean;
  readonly is: (value: unknown) => value is V;
};

/** The kind of each parameter of an op. */
export type Kinds<P> = { readonly [K in keyof P]-?: Kind<NonNullable<P[K]>> };

const isWhole = (value: unknown): value is number => Number.isSafeInteger(value);
const isListOf = <T>(value: unknown, is: (one: unknown) => one is T): value is T[] =>
  Array.isArray(value) && value.every(is);
const isPair = (value: unknown): value is readonly [number, number] =>
  isListOf(value, isWhole) && value.length === 2;

/** Whether a value is a shape: a list of whole numbers from 0. */
export const isShape = (value: unknown): value is Shape =>
  isListOf(value, isWhole) && value.every((n) => n >= 0);

const kind = <V>(what: string, is: (value: unknown) => value is V): Kind<V> => ({ what, is });

export const tensor = kind('a tensor', (value): value is Shaped => {
  const { shape, data } = (value ?? {}) as { readonly shape?: unknown; readonly data?: unknown };
  return isShape(shape) && data instanceof Float32Array && data.length === sizeOf(shape);
});
export const number = kind('a finite number', (value): value is number => Number.isFinite(value));
export const whole = kind('a whole number', isWhole);
export const flag = kind('true or false', (value): value is boolean => typeof value === 'boolean');
export const shape = kind('a shape', isShape);
export const wholes = kind('a list of whole numbers from 0', isShape);
export const pair = kind('two whole numbers', isPair);
export const pairs = kind('pairs of whole numbers', (value): value is (readonly [number, number])[] =>
  isListOf(value, isPair),
);
export const padding = kind(
  '"valid" or "same"',
  (value): value is Padding => value === 'valid' || value === 'same',
);

/** The same, and it may be left out. */
export const optional = <V>(of: Kind<V>): Kind<V> => ({ ...of, optional: true });
