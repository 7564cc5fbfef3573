import * as tf from '@tensorflow/tfjs-core';
import { assertEpsilon, readBall } from './epsilon';

describe('readBall', () => {
  const read = (epsilon: Parameters<typeof readBall>[2]['epsilon'], units = [2, 2]) =>
    readBall('test', units, { epsilon, range: [0, 8] });

  it('gives numbers on the host: one, or one for each feature', async () => {
    expect((await read(0.1)).epsilon).toBe(0.1);
    expect((await read([0, 1, 2, 3])).epsilon).toEqual(Float64Array.of(0, 1, 2, 3));
    expect((await read(Float32Array.of(0, 1, 2, 3))).epsilon).toEqual(Float64Array.of(0, 1, 2, 3));
  });

  it('broadcasts a tensor to the input, as one radius for each channel', async () => {
    expect((await read(tf.tensor1d([1, 2]))).epsilon).toEqual(Float64Array.of(1, 2, 1, 2));
    expect((await read(tf.tensor2d([[1], [2]]))).epsilon).toEqual(Float64Array.of(1, 1, 2, 2));
    expect((await read(tf.scalar(2, 'int32'))).epsilon).toEqual(Float64Array.of(2, 2, 2, 2));
  });

  it('copies, so that a run ends with what it began with', async () => {
    const epsilon = [1, 1, 1, 1];
    const least = Float64Array.of(0, 0, 0, 0);
    const ball = await readBall('test', [4], { epsilon, range: [least, 2] });
    epsilon[0] = 7;
    least[0] = 7;
    expect(ball).toEqual({ epsilon: Float64Array.of(1, 1, 1, 1), range: [Float64Array.of(0, 0, 0, 0), 2] });
  });

  it('names both sizes where they do not fit', async () => {
    await expect(read([1, 2, 3])).rejects.toThrow(
      'test: expected one epsilon or 4 for the features of an input of shape [2,2], got 3',
    );
    await expect(read(tf.zeros([3]))).rejects.toThrow(
      'test: expected epsilon of a shape that broadcasts to [2,2], got [3]',
    );
    await expect(read(tf.zeros([5, 2, 2]))).rejects.toThrow('that broadcasts to [2,2], got [5,2,2]');
  });

  it('names the feature whose radius cannot be meant', async () => {
    const message = 'test: expected a finite epsilon >= 0, got';
    await expect(read([0, 1, -1, 0])).rejects.toThrow(`${message} -1 for feature 2`);
    await expect(read(tf.tensor1d([0, Number.NaN]))).rejects.toThrow(`${message} NaN for feature 1`);
    await expect(read(Number.POSITIVE_INFINITY)).rejects.toThrow(`${message} Infinity`);
  });
});

it('warns where every feature that is moved may leave its range, and not about some that may take any value', () => {
  const warn = jest.spyOn(console, 'warn').mockImplementation(() => {});
  const infinity = Number.POSITIVE_INFINITY;
  try {
    assertEpsilon('wide', [8, 8, 0], [-5, [5, infinity, 5]]);
    assertEpsilon('wide', [18, 8, 0], [-5, [5, 5, 5]]);
    assertEpsilon('wide', 8, [0, [5, 9]]);
    expect(warn).not.toHaveBeenCalled();
    assertEpsilon('wide', [0, 18], [-5, [infinity, 5]]);
    expect(warn).toHaveBeenCalledTimes(1);
    expect(warn.mock.calls[0]![0]).toContain(
      'epsilon 18 is wider than the input range [-5, 5] for feature 1',
    );
    assertEpsilon('wide too', 8, [0, [5, 7]]);
    expect(warn).toHaveBeenCalledTimes(2);
  } finally {
    warn.mockRestore();
  }
});
