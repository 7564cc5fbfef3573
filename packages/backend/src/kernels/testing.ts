// What the tests of the kernels share.
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { runKernel, stockKernel } from './patch';

export type Values = { shape: number[]; values: number[]; dtype?: 'float32' | 'int32' | 'bool' };

/** Runs a kernel (with `stock`, the backend's own) on a backend and asserts that it leaves one tensor. */
export async function runOn(
  backend: string,
  kernelName: string,
  inputs: Record<string, Values>,
  attrs: object,
  stock = false,
): Promise<Values> {
  const previous = tf.getBackend();
  const switchTo = async (name: string) => name === tf.getBackend() || tf.setBackend(name); // slow: it sets up every kernel
  await switchTo(backend);
  Object.assign(tf.backend(), { firstUse: false }); // no advertisement for tfjs-node from the cpu backend
  const tensors = Object.fromEntries(
    Object.entries(inputs).map(([k, v]) => [k, tf.tensor(v.values, v.shape, v.dtype ?? 'float32')]),
  );
  const before = [tf.memory().numTensors, tf.backend().numDataIds()];
  const output = stock
    ? runKernel(stockKernel(kernelName, backend)!.kernelFunc, tensors, attrs)
    : tf.engine().runKernel<tf.Tensor>(kernelName, tensors, attrs as tf.NamedAttrMap);
  const after = [tf.memory().numTensors, tf.backend().numDataIds()];
  const result = { shape: output.shape, values: [...output.dataSync()] };
  tf.dispose([output, ...Object.values(tensors)]);
  await switchTo(previous);
  expect(after).toEqual(before.map((n) => n + 1));
  return result;
}

/** Equal shapes, and values equal (NaN and infinities alike) or equal to within float32 accumulation. */
export function isClose(actual: Values, expected: Values, tolerance = 2e-5): boolean {
  const scale = Math.max(1, ...expected.values.filter(Number.isFinite).map(Math.abs));
  const near = (v: number, w: number) => Object.is(v, w) || Math.abs(v - w) < tolerance * scale;
  return (
    actual.shape.join() === expected.shape.join() &&
    expected.values.every((v, i) => near(v, actual.values[i]!))
  );
}

/** Equal shapes, and values equal to within float32 accumulation. */
export function expectClose(actual: Values, expected: Values, tolerance = 2e-5): void {
  expect(actual.shape).toEqual(expected.shape);
  const scale = Math.max(1, ...expected.values.map(Math.abs));
  const worst = Math.max(0, ...expected.values.map((v, i) => Math.abs(v - actual.values[i]!)));
  expect(worst / scale).toBeLessThan(tolerance);
}

/** Values in [-1, 1) from a seed. */
export function seeded(shape: number[], seed: number): Values {
  let state = (seed * 2654435761 + 12345) >>> 0;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state / 2 ** 31 - 1) as number;
  };
  return { shape, values: Array.from({ length: tf.util.sizeFromShape(shape) }, next) };
}

const side = fc.integer({ min: 1, max: 9 });
const small = fc.integer({ min: 1, max: 3 });
const pair = fc.tuple(small, small);

/** A forward convolution with an output: shapes, strides (any two) and padding. */
export const convolution = fc
  .record({
    input: fc.tuple(small, side, side, small),
    kernel: fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })),
    filters: small,
    strides: pair,
    pad: fc.oneof(
      fc.constantFrom('valid' as const, 'same' as const),
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 0, max: 2 }),
      fc.tuple(...[0, 0, 0, 0].map(() => fc.integer({ min: 0, max: 5 }))),
    ),
    seed: fc.nat(),
  })
  .map(({ pad, ...rest }) => ({
    ...rest,
    pad: Array.isArray(pad) ? [[0, 0], pad.slice(0, 2), pad.slice(2), [0, 0]] : pad,
  }))
  .filter(({ input, kernel, pad }) => {
    if (pad === 'same') return true;
    const sides = typeof pad === 'number' ? [pad, pad] : [0, 0];
    const around = Array.isArray(pad) ? (pad as number[][]) : [[0, 0], sides, sides];
    const extra = [1, 2].map((axis) => around[axis]![0]! + around[axis]![1]!);
    // tfjs takes every filter to be square where the padding is a number
    const widest = typeof pad === 'number' ? Math.max(...kernel) : kernel[1];
    return input[1] + extra[0]! >= kernel[0] && input[2] + extra[1]! >= Math.max(widest, kernel[0]);
  });
