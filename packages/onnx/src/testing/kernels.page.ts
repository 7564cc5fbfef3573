import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { env } from 'onnxruntime-web/webgpu';
import type { KernelName } from '../kernels/table';
import { createDevice } from '../runtime/device';
import { cases } from './cases';
import { type HostTensors, onCpu, onOnnx } from './compare';
import { expectAlike, swiftShader } from './on-gpu';

/** Each kernel on the GPU of a browser, beside tfjs's cpu backend; `compareKernels` tells what differs, by kernel. */
async function compareKernels(runs: number): Promise<{ kernels: number; differences: string[] }> {
  env.wasm.wasmPaths = '/ort/';
  await tf.setBackend('cpu');
  const device = await createDevice({ executionProviders: ['webgpu'] });
  const differences: string[] = [];
  const kernels = (Object.keys(cases) as KernelName[]).filter((name) => !swiftShader.refused.has(name));
  for (const kernel of kernels) {
    const calls = fc.sample(cases[kernel], { seed: 7, numRuns: runs });
    const expected = await onCpu(kernel, calls);
    for (const [i, call] of calls.entries()) {
      try {
        const [got] = (await onOnnx(device, kernel, [call])) as [HostTensors];
        expectAlike(kernel, got, expected[i]!, swiftShader);
      } catch (error) {
        const inputs = Object.values(call.inputs).map(({ shape }) => `[${shape}]`);
        differences.push(
          `${kernel} of ${inputs}, ${JSON.stringify(call.attributes)}: ${(error as Error).message}`,
        );
      }
    }
  }
  return { kernels: kernels.length, differences };
}

Object.assign(globalThis, { compareKernels });
