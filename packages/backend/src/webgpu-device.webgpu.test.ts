import * as tf from '@tensorflow/tfjs-core';
import { runKernel, stockKernel } from './kernels/patch';
import { deviceErrors } from './webgpu-device';

/** The backend's own sum, of which the device wants no more than 8 tensors. */
const refused = (): tf.Tensor =>
  runKernel(
    stockKernel('AddN', 'webgpu')!.kernelFunc,
    Array.from({ length: 9 }, () => tf.ones([2])) as never,
    {},
  );

describe('a device that refused what it was told', () => {
  afterEach(() => {
    deviceErrors(tf.backend()).length = 0;
  });

  it.each([
    ['data', (x: tf.Tensor) => x.data()],
    ['dataSync', async (x: tf.Tensor) => x.dataSync()],
  ])('has %s throw, of that tensor and of all that come after', async (_, read) => {
    const message = /^webgpu: expected the device to compute, got \d+ errors: .*: no number/;
    await expect(read(refused())).rejects.toThrow(message);
    await expect(read(tf.addN([tf.ones([2]), tf.ones([2])]))).rejects.toThrow(message);
  });
});

describe('what is read at once', () => {
  const sum = () => tf.addN([tf.ones([3]), tf.ones([3])]);

  it('is there while other reads are awaited', async () => {
    const awaited = sum().data();
    expect([...sum().dataSync()]).toEqual([2, 2, 2]);
    expect([...(await awaited)]).toEqual([2, 2, 2]);
  });

  it('has the numbers of every kind', () => {
    const x = sum();
    expect([...tf.cast(x, 'int32').dataSync()]).toEqual([2, 2, 2]);
    expect([...tf.greater(x, 1).dataSync()]).toEqual([1, 1, 1]);
  });
});
