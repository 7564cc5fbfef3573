import '@tensorflow/tfjs-backend-cpu';
import fc from 'fast-check';
import { createDevice, type Device } from '../runtime/device';
import { cases } from '../testing/cases';
import { type HostTensors, type KernelCall, onCpu, onOnnx } from '../testing/compare';
import { expectAlike, lavapipe } from '../testing/on-gpu';
import type { KernelName } from './table';

let device: Device;
beforeAll(async () => {
  device = await createDevice({ executionProviders: ['webgpu'] });
});

async function agrees(on: Device, kernel: string, call: KernelCall, expected: HostTensors): Promise<void> {
  const [got] = (await onOnnx(on, kernel, [call])) as [HostTensors];
  expectAlike(kernel as KernelName, got, expected, lavapipe);
}

it.each(Object.entries(cases).filter(([kernel]) => !lavapipe.refused.has(kernel as KernelName)))(
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
