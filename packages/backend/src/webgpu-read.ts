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
  readonly convertAndCacheOnCPU: (id: object, values: tf.BackendValues) => void;
};

/** `GPUMapMode.READ`, and `GPUBufferUsage.MAP_READ | COPY_DST`. */
const READ = 1;
const READABLE = 1 | 8;

/** Whether Dawn runs in this process and lets us wait for it. */
export const canReadAtOnce = (): boolean => dawnTick() !== undefined;

/** The backend's `readSync`, for Node: its own draws the numbers on a canvas. */
export function readAtOnce(backend: tf.KernelBackend): (id: object) => tf.BackendValues {
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
