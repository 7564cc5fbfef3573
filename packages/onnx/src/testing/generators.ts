import fc from 'fast-check';
import type { HostTensor } from '../runtime/host-tensor';

export const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

const from = (min: number, max: number): fc.Arbitrary<number> =>
  fc.integer({ min: Math.round(min * 64), max: Math.round(max * 64) }).map((n) => n / 64);

/** Multiples of 1/64, which float32 holds, with zeros; what sums of them are, it mostly holds too. */
export const numbers = from(-4, 4);
export const positive = from(1 / 16, 4);
export const within1 = from(-1, 1);
export const small = fc.float({ min: Math.fround(-0.01), max: Math.fround(0.01), noNaN: true });

/** Numbers among which NaN and the infinities are, for kernels on the way to a verdict. */
export const any = fc.oneof(
  { weight: 4, arbitrary: numbers },
  fc.constantFrom(Number.NaN, Infinity, -Infinity, 0),
);
export const orNaN = fc.oneof({ weight: 6, arbitrary: numbers }, fc.constant(Number.NaN));

const tensor =
  (dtype: HostTensor['dtype'], make: (values: number[]) => HostTensor['data']) =>
  (shape: readonly number[], element: fc.Arbitrary<number>): fc.Arbitrary<HostTensor> =>
    fc
      .array(element, { minLength: sizeOf(shape), maxLength: sizeOf(shape) })
      .map((values) => ({ dtype, shape, data: make(values) }));

export const float = tensor('float32', (values) => Float32Array.from(values));
export const int = tensor('int32', (values) => Int32Array.from(values));
const bytes = tensor('bool', (values) => Uint8Array.from(values));
export const bool = (shape: readonly number[]): fc.Arbitrary<HostTensor> => bytes(shape, fc.nat(1));

export const shapes = (minRank = 0, maxRank = 4): fc.Arbitrary<number[]> =>
  fc
    .tuple(fc.array(fc.integer({ min: 1, max: 3 }), { minLength: minRank, maxLength: maxRank }), fc.nat(5))
    // now and then a long last axis: vector instructions treat its end apart
    .map(([shape, long]) => (long === 0 && shape.length > 0 ? [...shape.slice(0, -1), 37] : shape));

/** Two shapes that broadcast. */
export const pairs: fc.Arbitrary<[number[], number[]]> = fc
  .tuple(shapes(), fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }), fc.nat(4), fc.boolean())
  .map(([shape, ones, dropped, swapped]) => {
    const other = shape.map((n, i) => (ones[i] ? 1 : n)).slice(Math.min(dropped, shape.length));
    return swapped ? [other, shape] : [shape, other];
  });

export const integers = fc.integer({ min: -9, max: 9 });
