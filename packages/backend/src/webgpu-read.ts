import * as tf from '@tensorflow/tfjs-core';
import { dawnTick } from './dawn';

type Buffer = {
  readonly size: number;
  readonly mapState: 'unmapped' | 'pending' | 'mapped';
  readonly mapAsync: (mode: number) => Promise<void>;
  readonly getMappedRange: () => ArrayBuffer;
  readonly unmap: () => void;
  readonly destroy: () => void;
};
type Stored = {
  readonly values: tf.backend_util.TypedArray | null;
  readonly dtype: tf.DataType;
  readonly resource: Buffer;
};
type Internals = {
  readonly tensorMap: { readonly get: (id: object) => Stored };
  readonly device: { readonly createBuffer: (options: { size: number; usage: number }) => Buffer };
  readonly ensureCommandEncoderReady: () => void;
  readonly endComputePassEncoder: () => void;
  readonly commandEncoder: {
    readonly copyBufferToBuffer: (from: Buffer, at: number, to: Buffer, start: number, size: number) => void;
  };
  readonly submitQueue: () => void;
  readonly uploadToGPU: (id: object) => void;
  readonly convertAndCacheOnCPU: (id: object, values: tf.BackendValues) => void;
};

/** `GPUMapMode.READ`, and `GPUBufferUsage.MAP_READ | COPY_DST`. */
const READ = 1;
const READABLE = 1 | 8;

/**
 * The backend's `readSync`: by Dawn in Node, elsewhere its own, which draws the numbers on a canvas and reads its pixels. On
 * some devices, as SwiftShader in Chromium, these are all 0: it is asked for numbers that are known before it is believed.
 */
export function readAtOnce(backend: tf.KernelBackend): (id: object) => tf.BackendValues {
  if (dawnTick()) return readByDawn(backend);
  const own = backend.readSync.bind(backend);
  const { tensorMap } = backend as unknown as Internals;
  let isRight: boolean | undefined;
  return (id) => {
    const { values, resource } = tensorMap.get(id);
    if (values || !resource) return own(id);
    isRight ??= readsRight(backend, own);
    if (!isRight)
      throw new Error(
        'webgpu: expected a canvas that shows what the device computed, got others: await data()',
      );
    return own(id);
  };
}

const KNOWN = [1.5, -2, 3e10, -4e-5];

function readsRight(backend: tf.KernelBackend, read: (id: object) => tf.BackendValues): boolean {
  const id = backend.write(Float32Array.from(KNOWN), [KNOWN.length], 'float32');
  (backend as unknown as Internals).uploadToGPU(id);
  const got = read(id) as Float32Array;
  backend.disposeData(id);
  return KNOWN.every((value, i) => got[i] === Math.fround(value));
}

function readByDawn(backend: tf.KernelBackend): (id: object) => tf.BackendValues {
  const internals = backend as unknown as Internals;
  const sleeper = new Int32Array(new SharedArrayBuffer(4));
  const own = backend.readSync.bind(backend);
  return (id) => {
    const { values, dtype, resource } = internals.tensorMap.get(id);
    if (values || !resource) return own(id);
    const { size } = resource;
    const readable = internals.device.createBuffer({ size, usage: READABLE });
    internals.ensureCommandEncoderReady();
    internals.endComputePassEncoder();
    internals.commandEncoder.copyBufferToBuffer(resource, 0, readable, 0, size);
    internals.submitQueue();
    let failed: Error | undefined;
    readable.mapAsync(READ).catch((error) => {
      failed = error;
    });
    while (readable.mapState === 'pending' && dawnTick()?.()) Atomics.wait(sleeper, 0, 0, 0.05);
    if (readable.mapState !== 'mapped') {
      throw new Error(`webgpu: expected to read ${size} bytes at once, got ${failed ?? 'none'}`);
    }
    const copy = readable.getMappedRange().slice(0);
    readable.unmap();
    readable.destroy();
    const read = tf.util.convertBackendValuesAndArrayBuffer(copy, dtype) as tf.backend_util.TypedArray;
    internals.convertAndCacheOnCPU(id, read);
    return read;
  };
}
