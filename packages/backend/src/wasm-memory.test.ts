import * as tf from '@tensorflow/tfjs-core';
import './wasm';
import { printError } from './wasm-memory';

/** As many tensors of some size as there may be, or as fit, whose memory nobody writes to. */
function fill(mebibytes: number, most = Number.POSITIVE_INFINITY) {
  const backend = tf.backend() as unknown as { makeOutput(shape: number[], dtype: string): tf.TensorInfo };
  const tensors: tf.Tensor[] = [];
  try {
    while (tensors.length < most) {
      const info = backend.makeOutput([mebibytes * 2 ** 18], 'float32');
      tensors.push(tf.engine().makeTensorFromTensorInfo(info));
    }
  } catch (error) {
    return { tensors, error: error as Error };
  }
  return { tensors, error: undefined };
}

describe('the memory of the wasm backend', () => {
  beforeAll(() => tf.setBackend('wasm'));

  it('ends with an error that says so, and what there was stays as it was', () => {
    const kept = tf.tensor1d([1, 2, 3]);
    const { tensors, error } = fill(256);
    expect(error?.message).toMatch(
      /^wasm: expected memory for 268435456 bytes more, got none: tensors hold 3\.\d of the 4 GiB/,
    );
    expect(tensors.length).toBeGreaterThan(12);
    expect([...kept.dataSync()]).toEqual([1, 2, 3]);
    tf.dispose(tensors);
    expect([...tf.tidy(() => tf.mul(kept, 2).dataSync())]).toEqual([2, 4, 6]);
    kept.dispose();
  });

  it('computes right above 2 GiB', () => {
    const { tensors } = fill(256, 12);
    const product = tf.tidy(() => tf.matMul(tf.fill([64, 64], 3), tf.fill([64, 64], 2)));
    expect(new Set(product.dataSync())).toEqual(new Set([3 * 2 * 64]));
    tf.dispose([...tensors, product]);
  });

  it.each<[string, () => tf.Tensor, number]>([
    ['a matrix product', () => tf.matMul(tf.fill([1, 8192], 1), tf.fill([8192, 6144], 1)), 8192],
    [
      'a convolution',
      () => {
        const [x, filter] = [tf.fill([1, 32, 32, 128], 1), tf.fill([32, 32, 128, 384], 1)];
        return tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 1, 'valid');
      },
      32 * 32 * 128,
    ],
  ])('refuses %s that has no room for its weights in its own order, or is right', (_, compute, expected) => {
    const outcomes = [12, 16, 24, 60].map((free) => {
      const { tensors } = fill(16);
      tf.dispose(tensors.splice(0, free)); // the operands take 12
      try {
        return new Set(tf.tidy(() => compute().dataSync()));
      } catch (error) {
        return (error as Error).message;
      } finally {
        tf.dispose(tensors);
      }
    });
    const refusals = outcomes.filter((outcome) => typeof outcome === 'string');
    const values = outcomes.filter((outcome) => typeof outcome !== 'string');
    expect(refusals).not.toEqual([]);
    for (const refusal of refusals) expect(refusal).toMatch(/^wasm: expected memory for .*, got none/);
    expect(values).not.toEqual([]);
    for (const value of values) expect(value).toEqual(new Set([expected]));
  });

  it('leaves nothing behind', () => expect(tf.memory().numTensors).toBe(0));
});

it('tells an operator without memory from one that XNNPACK does not take', () => {
  const line = (status: number) =>
    `XNN status for xnn_setup_*_nd_f32 is not successful. Got status ${status}. Use -c dbg to see XNN logs.`;
  expect(() => printError(line(6))).toThrow(/^wasm: expected memory for an operator/);
  expect(() => printError(line(4))).toThrow(/^wasm: expected an operator that XNNPACK can set up, got: XNN/);
  const printed: string[] = [];
  printError('anything else', (text) => printed.push(text));
  expect(printed).toEqual(['anything else']);
});
