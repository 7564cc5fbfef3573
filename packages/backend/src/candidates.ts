import { startDawn } from './dawn';
import { cpuKernels } from './kernels/cpu-kernels';
import type { KernelPatch } from './kernels/patch';
import { tensorflowKernels } from './kernels/tensorflow-kernels';
import { wasmKernels } from './kernels/wasm-kernels';
import { webgpuKernels } from './kernels/webgpu/kernels';
import { guardWasmMemory } from './wasm-memory';
import { guardWebgpuDevice } from './webgpu-device';

export type Candidate = {
  /** What it is called here, and by `prefer`. */
  readonly name: string;
  /** What tfjs calls it: `tf.setBackend(backend)`. */
  readonly backend: string;
  readonly package: string;
  readonly nodeOnly?: true;
  /** The environment variable that may name its folder. */
  readonly folder?: string;
  /** Taken by preference alone. */
  readonly onRequest?: true;
  /** What is to be said of the backend that started. */
  readonly remark?: (backend: object) => string | undefined;
  /** Whether the backend that started is this one, where two share a name. */
  readonly accepts?: (backend: object) => boolean;
  readonly kernels?: readonly KernelPatch[];
  /** What is done before its package is loaded. */
  readonly beforeLoading?: () => Promise<void>;
  /** What is done once it is registered, before it starts. */
  readonly prepare?: () => void;
};

/** Whether tfjs-node-gpu found a GPU. */
export const hasGpu = (backend: object): boolean =>
  'isUsingGpuDevice' in backend && backend.isUsingGpuDevice === true;

/** The backends, fastest first. */
export const candidates: readonly Candidate[] = [
  {
    name: 'tfjs-node-gpu',
    backend: 'tensorflow',
    package: '@tensorflow/tfjs-node-gpu',
    nodeOnly: true,
    folder: 'IBP_TFJS_NODE',
    kernels: tensorflowKernels,
    remark: (backend) => (hasGpu(backend) ? undefined : 'which found no GPU and computes on the processor'),
    accepts: (backend) => 'isGPUPackage' in backend && backend.isGPUPackage === true,
  },
  {
    name: 'tfjs-node',
    backend: 'tensorflow',
    package: '@tensorflow/tfjs-node',
    nodeOnly: true,
    folder: 'IBP_TFJS_NODE',
    kernels: tensorflowKernels,
  },
  {
    name: 'webgpu',
    backend: 'webgpu',
    package: '@tensorflow/tfjs-backend-webgpu',
    onRequest: true, // the device may be slower than wasm: a GPU in software
    kernels: webgpuKernels,
    beforeLoading: startDawn,
    prepare: guardWebgpuDevice,
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
