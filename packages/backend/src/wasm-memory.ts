import * as tf from '@tensorflow/tfjs-core';

/** What is used of the module of Emscripten in the wasm backend. */
type Memory = {
  _malloc: (bytes: number) => number;
  readonly _free: (address: number) => void;
  readonly HEAPU8: Uint8Array;
  onAbort?: (reason: unknown) => void;
};

/** Kept from tensors, for what kernels allocate in the middle of their work. */
const RESERVE = 2 ** 27;

/** Below these nobody looks for the reserve: of the 4 GiB that WebAssembly can address, and of a tensor. */
const PLENTY = 3 * 2 ** 30;
const LITTLE = 2 ** 20;

// Symbol.for: the ES module and the CommonJS copy of this package must see each other's guards
const GUARDED = Symbol.for('@ibp/backend.guarded');
type Guarded = { [GUARDED]?: true };

/**
 * Has the wasm backend throw where memory ends. tfjs does not look whether it got any: a tensor for which there is none
 * lies at address 0, over the module's own data and every other such tensor; a product for whose operator there is
 * none leaves its output as it was, with a warning; and the build with threads may wait for ever. Values are silently
 * wrong. A backend that has started already only learns to refuse tensors.
 */
export function guardWasmMemory(): void {
  const { registry } = tf.engine() as { registry: { [name: string]: object } };
  if ('wasm' in registry) {
    guard(registry.wasm as { wasm: Memory });
    return;
  }
  const start = tf.findBackendFactory('wasm') as (() => tf.KernelBackend | Promise<tf.KernelBackend>) &
    Guarded;
  if (!start || start[GUARDED]) return;
  const startGuarded = async () => {
    const { warn } = console;
    console.warn = (...words) => printError(words.join(' '), warn); // the module keeps what it finds there
    try {
      const backend = await start();
      guard(backend as object as { wasm: Memory });
      return backend;
    } finally {
      console.warn = warn;
    }
  };
  tf.removeBackend('wasm');
  tf.registerBackend('wasm', Object.assign(startGuarded, { [GUARDED]: true }), 2);
}

/**
 * Where the module prints its errors.
 *
 * @throws on an operator of XNNPACK that failed: the kernel would go on without it.
 */
export function printError(line: string, print: (line: string) => void = console.warn): void {
  if (!/^XNN status .* not successful/.test(line)) {
    print(line);
    return;
  }
  const status = /status (\d+)/.exec(line)?.[1];
  if (status === outOfMemory) throw new Error(full('an operator', line));
  throw new Error(`wasm: expected an operator that XNNPACK can set up, got: ${line}`);
}

/** Of `enum xnn_status`. */
const outOfMemory = '6';

function guard({ wasm }: { readonly wasm: Memory & Guarded }): void {
  if (wasm[GUARDED]) return;
  wasm._free(wasm._malloc(8)); // the first call puts another function in place of itself
  const allocate = wasm._malloc;
  const hasReserve = (): boolean => {
    if (wasm.HEAPU8.length < PLENTY) return true;
    const reserve = allocate(RESERVE);
    wasm._free(reserve);
    return reserve !== 0;
  };
  wasm._malloc = (bytes) => {
    const address = allocate(bytes) >>> 0;
    const room = (address > 0 || bytes === 0) && (bytes < LITTLE || hasReserve());
    if (room) return address;
    wasm._free(address);
    throw new Error(full(`${bytes} bytes more`));
  };
  wasm.onAbort = (reason) => {
    throw new Error(full('a kernel', String(reason || 'aborted')));
  };
  wasm[GUARDED] = true;
}

function full(user: string, reason?: string): string {
  const held = (tf.memory().numBytes / 2 ** 30).toFixed(1);
  const why = reason ? ` (${reason})` : '';
  return `wasm: expected memory for ${user}, got none${why}: tensors hold ${held} of the 4 GiB that WebAssembly can address; take a smaller batch or network, or another backend or engine`;
}
