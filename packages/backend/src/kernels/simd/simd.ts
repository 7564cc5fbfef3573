import * as tf from '@tensorflow/tfjs-core';
import { compileKernels, type SimdExports, type SimdPasses, spareBytes } from './kernels';
import { type Crew, type Each, inOneThread, inThreads, type Scratch } from './tasks';

/** The kernels over the memory of a wasm backend, whose tensors they read and write where they lie. */
export type Simd = {
  readonly threads: number;
  /** Has `body` done for each number below `count`, in any order, by several threads where there are. */
  readonly each: Each;
  readonly passes: SimdPasses;
  /** Where a tensor lies. */
  readonly at: (tensor: tf.TensorInfo) => number;
  /** A tensor for an output: as the memory was. */
  readonly output: (shape: readonly number[]) => tf.Tensor;
  /** Memory of so many bytes, free again when `body` has returned. Views of the heap are to be made within. */
  readonly scratch: Scratch;
  readonly heap: () => Uint8Array;
};

/** What is used of the wasm backend, and of its module of Emscripten: the build with threads tells its memory, the other exports it. */
type WasmBackend = {
  readonly wasm?: {
    readonly tfjs: { readonly getThreadsCount: () => number };
    readonly _malloc: (bytes: number) => number;
    readonly _free: (address: number) => void;
    readonly wasmMemory?: WebAssembly.Memory;
    readonly asm?: { readonly memory?: WebAssembly.Memory };
  };
  dispose(): void;
  readonly dataIdMap: { get(dataId: object): { readonly memoryOffset: number } };
  makeOutput(shape: readonly number[], dtype: tf.DataType): tf.TensorInfo;
};

const loaded = new WeakMap<object, Simd | null>();

/** Nothing on other backends, where WebAssembly has no SIMD, and where the memory of the backend cannot be had. */
export function simdOf(backend: object): Simd | undefined {
  if (!loaded.has(backend)) loaded.set(backend, load(backend as WasmBackend) ?? null);
  return loaded.get(backend) ?? undefined;
}

function load(backend: WasmBackend): Simd | undefined {
  const { wasm } = backend;
  const memory = wasm?.wasmMemory ?? wasm?.asm?.memory;
  const module = memory && compileKernels(memory);
  if (!wasm || !memory || !module) return undefined;
  const exports = new WebAssembly.Instance(module, { host: { memory } }).exports as unknown as SimdExports;
  const threads = wasm.tfjs.getThreadsCount();
  const allocate = (bytes: number): number => wasm._malloc(bytes) >>> 0;
  const scratch: Scratch = (bytes, body) => {
    const address = allocate(bytes);
    try {
      return body(address);
    } finally {
      wasm._free(address);
    }
  };
  const heap = (): Uint8Array => new Uint8Array(memory.buffer);
  const own = { exports, spare: allocate(spareBytes) };
  const { each, end }: Crew =
    threads > 1
      ? inThreads({ ...own, threads, module, memory, allocate, scratch })
      : { each: inOneThread(own), end: () => undefined };
  endWith(backend, end);
  return {
    threads,
    each,
    passes: exports,
    at: ({ dataId }) => backend.dataIdMap.get(dataId).memoryOffset,
    // a tensor at once: where the next allocation throws, the tidy around frees it
    output: (shape) => tf.engine().makeTensorFromTensorInfo(backend.makeOutput(shape, 'float32')),
    scratch,
    heap,
  };
}

/** Has threads end where the backend does: tfjs ends its own there, and these would hold on to its memory. */
function endWith(backend: WasmBackend, end: () => void): void {
  const { dispose } = backend;
  backend.dispose = () => {
    end();
    loaded.set(backend, null);
    dispose.call(backend);
  };
}
