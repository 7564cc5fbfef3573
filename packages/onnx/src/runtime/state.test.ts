import * as tf from '@tensorflow/tfjs-core';
import { createDevice } from './device';
import { downloader } from './download';
import { formMeasurer } from './measure-forms';
import { loadOnnxRuntime, type OnnxTensor } from './onnx-runtime';
import { usualForms } from './usual-forms';

it('reads what is elsewhere by a graph that gives it back, one for each shape', async () => {
  const runtime = await loadOnnxRuntime();
  const create = jest.spyOn(runtime.InferenceSession, 'create');
  const download = downloader(runtime, {});
  // a tensor of ours that says it is on a GPU: its data must not be asked for
  const far = (values: readonly number[]): OnnxTensor => {
    const tensor = new runtime.Tensor('float32', Float32Array.from(values), [values.length]);
    return new Proxy(tensor, {
      get: (target, key) => {
        if (key === 'getData') throw new Error('aborts');
        return key === 'location' && new Error().stack!.includes('download.ts')
          ? 'gpu-buffer'
          : Reflect.get(target, key);
      },
    });
  };
  try {
    expect([...(await download(far([1, 2, 3]), 'float32'))]).toEqual([1, 2, 3]);
    expect([...(await download(far([4, 5, 6]), 'float32'))]).toEqual([4, 5, 6]);
    expect([...(await download(far([7]), 'float32'))]).toEqual([7]);
    expect(create).toHaveBeenCalledTimes(2);
  } finally {
    create.mockRestore();
  }
});

it('takes the fastest form of each kernel, measuring each shape once', async () => {
  const device = await createDevice();
  let sessions = 0;
  const measured = formMeasurer({
    runtime: device.runtime,
    suited: device.suited,
    createSession: (model, state) => {
      sessions += 1;
      return device.createSession(model, state);
    },
  });
  const gradients = (inputs: { readonly [name: string]: tf.Tensor }) => {
    const [x, w] = [inputs.x as tf.Tensor4D, inputs.w as tf.Tensor4D];
    const [dx, dw] = tf.grads((a: tf.Tensor, b: tf.Tensor) =>
      tf.sum(tf.square(tf.conv2d(a as tf.Tensor4D, b as tf.Tensor4D, 2, 'same'))),
    )([x, w]);
    return { dx: dx!, dw: dw! };
  };
  const specs = { x: { shape: [4, 6, 6, 2] }, w: { shape: [3, 3, 2, 4] } };
  const choice = await measured(gradients, specs);
  expect(sessions).toBe(5 + 3);
  await measured(gradients, specs);
  expect(sessions).toBe(8);
  const asked = { inputs: {}, attributes: {}, forms: [] };
  expect(choice({ kernel: 'Conv2DBackpropFilter', ...asked })).toBeUndefined(); // of another shape
  expect(usualForms(true)!({ kernel: 'Conv2DBackpropFilter', ...asked })).toBe('products');
  expect(usualForms(false)).toBeUndefined();
});
