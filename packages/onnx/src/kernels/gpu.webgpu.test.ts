import '@tensorflow/tfjs-backend-cpu';
import fc from 'fast-check';
import { createDevice, type Device } from '../runtime/device';
import { cases } from '../testing/cases';
import { expectClose, type HostTensors, type KernelCall, onCpu, onOnnx } from '../testing/compare';

/** WGSL may take it that no number is NaN; what leads to a verdict adds it again (`NaN` in the README of `@ibp/backend`). */
const losesNaN = new Set(['ClipByValue', 'Relu', 'Relu6', 'Step', 'Softmax', 'LogSoftmax']);
/** As WGSL allows. */
const coarse = new Set(['Acos', 'Asin']);
/** onnxruntime says that it has no kernel for it. */
const refused = new Set(['MaxPoolGrad']);

let device: Device;
beforeAll(async () => {
  device = await createDevice({ executionProviders: ['webgpu'] });
});

/** With the numbers that were got where NaN was expected. */
const butNaN = (expected: HostTensors, got: HostTensors): HostTensors =>
  Object.fromEntries(
    Object.entries(expected).map(([name, tensor]) => {
      const data = tensor.data.slice();
      for (let i = 0; i < data.length; i++) if (Number.isNaN(data[i])) data[i] = got[name]!.data[i]!;
      return [name, { ...tensor, data }];
    }),
  );

async function agrees(on: Device, kernel: string, call: KernelCall, expected: HostTensors): Promise<void> {
  const [got] = (await onOnnx(on, kernel, [call])) as [HostTensors];
  expectClose(got, losesNaN.has(kernel) ? butNaN(expected, got) : expected, coarse.has(kernel) ? 1e-3 : 1e-4);
}

it.each(Object.entries(cases).filter(([kernel]) => !refused.has(kernel)))(
  '%s on a GPU gives what the cpu backend gives',
  async (kernel, calls) => {
    const many = fc.sample(calls, { seed: 7, numRuns: 20 });
    const expected = await onCpu(kernel, many);
    for (const [i, call] of many.entries()) await agrees(device, kernel, call, expected[i]!);
  },
  120_000,
);

const forms = {
  Conv2D: ['first'],
  Conv2DBackpropFilter: ['oneImage', 'parts', 'byChannel', 'products'],
  Conv2DBackpropInput: ['transposed', 'spread'],
} as const;

it.each(Object.entries(forms).flatMap(([kernel, names]) => names.map((form) => [kernel, form] as const)))(
  '%s as %s, where filters are as large as images and channels no multiple of four',
  async (kernel, form) => {
    const on: Device = { ...device, forms: async () => () => form };
    const many = fc.sample(cases[kernel as keyof typeof cases], { seed: 11, numRuns: 60 });
    const expected = await onCpu(kernel, many);
    for (const [i, call] of many.entries()) await agrees(on, kernel, call, expected[i]!);
  },
  240_000,
);
