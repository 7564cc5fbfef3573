import { cpuKernels } from './kernels/cpu-kernels';
import type { KernelPatch } from './kernels/patch';
import { tensorflowKernels } from './kernels/tensorflow-kernels';
import { wasmKernels } from './kernels/wasm-kernels';
import { guardWasmMemory } from './wasm-memory';

export type Candidate = {
  /** What it is called here, and by `prefer`. */
  readonly name: string;
  /** What tfjs calls it: `tf.setBackend(backend)`. */
  readonly backend: string;
  readonly package: string;
  readonly nodeOnly?: true;
  /** Taken by preference alone. */
  readonly onRequest?: true;
  /** What is said when it is taken. */
  readonly warning?: string;
  /** Whether the backend that started is this one, where two share a name. */
  readonly accepts?: (backend: object) => boolean;
  readonly kernels?: readonly KernelPatch[];
  /** What is done once it is registered, before it starts. */
  readonly prepare?: () => void;
};

/** The backends, fastest first. */
export const candidates: readonly Candidate[] = [
  {
    name: 'tfjs-node-gpu',
    backend: 'tensorflow',
    package: '@tensorflow/tfjs-node-gpu',
    nodeOnly: true,
    kernels: tensorflowKernels,
    accepts: (backend) => 'isGPUPackage' in backend && backend.isGPUPackage === true,
  },
  {
    name: 'tfjs-node',
    backend: 'tensorflow',
    package: '@tensorflow/tfjs-node',
    nodeOnly: true,
    kernels: tensorflowKernels,
  },
  {
    name: 'webgpu',
    backend: 'webgpu',
    package: '@tensorflow/tfjs-backend-webgpu',
    onRequest: true,
    warning:
      'tfjs 4.22 computes wrongly on webgpu without an error, depending on the device: sums of 8 or more tensors, broadcasts of rank 5',
  },
  // may compute in float16: see probePrecision
  { name: 'webgl', backend: 'webgl', package: '@tensorflow/tfjs-backend-webgl', onRequest: true },
  {
    name: 'wasm',
    backend: 'wasm',
    package: '@tensorflow/tfjs-backend-wasm',
    kernels: wasmKernels,
    prepare: guardWasmMemory,
  },
  { name: 'cpu', backend: 'cpu', package: '@tensorflow/tfjs-backend-cpu', kernels: cpuKernels },
];
