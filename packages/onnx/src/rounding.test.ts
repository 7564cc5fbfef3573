import { outwardRules } from '@ibp/bounds';
import * as tf from '@tensorflow/tfjs-core';
// @boundaries-ignore the functions in float64 are not published
import { elementary, points } from '../../bounds/src/testing/elementary';
import { compile } from './compile';
import { createDevice, type Device } from './runtime/device';

let device: Device;
beforeAll(async () => {
  device = await createDevice();
});

it.each(Object.entries(elementary))(
  '%s: what the kernels of onnxruntime are off by is paid for',
  async (_, [op, f, params = {}]) => {
    const rule = outwardRules[op] as unknown as (
      b: object,
      p: object,
    ) => { lower: tf.Tensor; upper: tf.Tensor };
    const x = tf.tensor2d(points, [points.length, 1]);
    const compiled = await compile(
      ({ x: at }) => ({ ...rule({ lower: at, upper: at }, params) }),
      { x },
      { device },
    );
    const { lower, upper } = await compiled.run({ x });
    await compiled.dispose();
    x.dispose();
    // written so that a NaN, which proves nothing, is no fault
    const wrong = Array.from(points).filter((p, i) => {
      const real = f(p);
      return Math.abs(real) < 3e38 && (lower!.data[i]! > real || upper!.data[i]! < real);
    });
    expect(wrong).toEqual([]);
  },
);
