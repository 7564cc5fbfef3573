import * as tf from '@tensorflow/tfjs-core';
import { kernelBytes } from './kernel-bytes';

/** What `kernels.wat` exports, which says what they do. */
export type SimdKernels = {
  readonly rows: (
    ...of: [
      a: number,
      aRows: number,
      c: number,
      cRows: number,
      rows: number,
      b: number,
      panel: number,
      width: number,
      outer: number,
      inner: number,
      jump: number,
      add: number,
      spare: number,
    ]
  ) => void;
  readonly columns: (
    ...of: [
      a: number,
      columns: number,
      c: number,
      row: number,
      b: number,
      panel: number,
      width: number,
      outer: number,
      inner: number,
      step: number,
      jump: number,
      add: number,
      spare: number,
    ]
  ) => void;
  readonly pack: (
    ...of: [from: number, into: number, rows: number, width: number, down: number, right: number]
  ) => void;
  readonly sums: (...of: [from: number, rows: number, width: number, into: number]) => void;
};

/** The kernels over the memory of a wasm backend, whose tensors they read and write where they lie. */
export type Simd = SimdKernels & {
  /** Where a tensor lies. */
  readonly at: (tensor: tf.TensorInfo) => number;
  /** A tensor for an output: as the memory was. */
  readonly output: (shape: readonly number[]) => tf.Tensor;
  /** Memory of so many bytes, free again when `body` has returned. Views of the heap are to be made within. */
  readonly scratch: <T>(bytes: number, body: (address: number) => T) => T;
  readonly heap: () => Uint8Array;
};

/** What is used of the wasm backend, and of its module of Emscripten: the build with threads tells its memory, the other exports it. */
type WasmBackend = {
  readonly wasm?: {
    readonly tfjs: { readonly getThreadsCount: () => number };
    readonly _malloc: (bytes: number) => number;
    readonly _free: (address: number) => void;
    readonly HEAPU8: Uint8Array;
    readonly wasmMemory?: WebAssembly.Memory;
    readonly asm?: { readonly memory?: WebAssembly.Memory };
  };
  readonly dataIdMap: { get(dataId: object): { readonly memoryOffset: number } };
  makeOutput(shape: readonly number[], dtype: tf.DataType): tf.TensorInfo;
};

const loaded = new WeakMap<object, Simd | null>();

/**
 * Nothing on other backends, where WebAssembly has no SIMD, where the memory of the backend cannot be had, and where
 * the backend computes in several threads: these compute in one.
 */
export function simdOf(backend: object): Simd | undefined {
  if (!loaded.has(backend)) loaded.set(backend, load(backend as WasmBackend) ?? null);
  return loaded.get(backend) ?? undefined;
}

function load(backend: WasmBackend): Simd | undefined {
  const { wasm } = backend;
  const memory = wasm?.wasmMemory ?? wasm?.asm?.memory;
  if (!wasm || !memory || wasm.tfjs.getThreadsCount() > 1) return undefined;
  const bytes = bytesFor(memory);
  if (!WebAssembly.validate(bytes)) return undefined;
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { host: { memory } });
  return {
    ...(exports as unknown as SimdKernels),
    at: ({ dataId }) => backend.dataIdMap.get(dataId).memoryOffset,
    // a tensor at once: where the next allocation throws, the tidy around frees it
    output: (shape) => tf.engine().makeTensorFromTensorInfo(backend.makeOutput(shape, 'float32')),
    scratch: (size, body) => {
      const address = wasm._malloc(size) >>> 0;
      try {
        return body(address);
      } finally {
        wasm._free(address);
      }
    },
    heap: () => wasm.HEAPU8,
  };
}

/** What stands before the limits of the memory that is imported, whose kind is the next byte: 1, or 3 where it is shared. */
const imported = 'memory\u0002';

/** The module, for a memory that is shared between threads or not. */
function bytesFor({ buffer }: WebAssembly.Memory): Uint8Array<ArrayBuffer> {
  const binary = atob(kernelBytes);
  const bytes = Uint8Array.from(binary, (c) => c.charCodeAt(0));
  const shared = typeof SharedArrayBuffer !== 'undefined' && buffer instanceof SharedArrayBuffer;
  if (shared) bytes[binary.indexOf(imported) + imported.length] = 3;
  return bytes;
}
