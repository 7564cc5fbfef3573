import * as tf from '@tensorflow/tfjs-core';
import { readAtOnce } from './webgpu-read';

/** What is used of the webgpu backend and its device. */
type WebgpuBackend = tf.KernelBackend & {
  readonly device: {
    readonly addEventListener: (
      type: 'uncapturederror',
      hear: (event: { readonly error: { readonly message: string } }) => void,
    ) => void;
    readonly lost: Promise<{ readonly reason: string; readonly message: string }>;
  };
};

// Symbol.for: the ES module and the CommonJS copy of this package must see each other's guards
const GUARDED = Symbol.for('@ibp/backend.guarded');
type Guarded = { [GUARDED]?: true };

const errors = new WeakMap<object, string[]>();

/** What the device has refused so far, the first first: whoever empties it takes its numbers for right again. */
export const deviceErrors = (backend: object): string[] => {
  const known = errors.get(backend) ?? [];
  errors.set(backend, known);
  return known;
};

/**
 * Has the webgpu backend, which must not have started yet, throw at the next read what its device has refused. A shader
 * that is not valid, or memory that is not there, is no error in tfjs: what was to be computed, and all that was sent
 * along, stays as the memory was. In Node it learns to read at once (`dataSync`), for which tfjs needs a canvas; in
 * browsers it throws where the canvas shows other numbers.
 */
export function guardWebgpuDevice(): void {
  type Start = (() => tf.KernelBackend | Promise<tf.KernelBackend>) & Guarded;
  const start = tf.findBackendFactory('webgpu') as Start | undefined;
  if (!start || start[GUARDED] || 'webgpu' in tf.engine().registry) return;
  const startGuarded = async () => {
    const backend = await start();
    if ('device' in backend) guard(backend as WebgpuBackend);
    return backend;
  };
  tf.removeBackend('webgpu');
  tf.registerBackend('webgpu', Object.assign(startGuarded, { [GUARDED]: true }), 3);
}

function guard(backend: WebgpuBackend): void {
  const refused = deviceErrors(backend);
  backend.device.addEventListener('uncapturederror', ({ error }) => refused.push(error.message));
  backend.device.lost.then(({ reason, message }) => {
    if (reason !== 'destroyed') refused.push(`lost: ${message}`);
  });
  const read = backend.read.bind(backend);
  const readSync = readAtOnce(backend);
  const unlessRefused = <T>(values: T): T => {
    if (refused.length === 0) return values;
    const first = refused[0]!.trim().split(/\.?\n|\. /)[0];
    throw new Error(
      `webgpu: expected the device to compute, got ${refused.length} errors: ${first}: no number of this backend since then is right`,
    );
  };
  backend.read = async (id) => unlessRefused(await read(id));
  backend.readSync = (id) => unlessRefused(readSync(id));
}
