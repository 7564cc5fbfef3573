import * as tf from '@tensorflow/tfjs-core';
import { wasmPackage } from './wasm-package';
import { startThreadedModule } from './wasm-threaded-module';

/**
 * Has the wasm backend, which must not have started yet, compute its matrix products and convolutions in several threads.
 * Browsers need no more than the count, where the page is isolated. In Node tfjs asks whether there is a
 * `MessageChannel` of browsers and decides against; the build with threads works there all the same, and is
 * put in place of the other.
 *
 * @throws with the reason where there can be no threads.
 */
export async function useWasmThreads(threads: number): Promise<void> {
  if ('wasm' in tf.engine().registry) throw new Error('the wasm backend has started already');
  const wasm = await wasmPackage();
  wasm.setThreadsCount(threads);
  if (typeof process === 'undefined' || !process.versions?.node) return;
  const module = await startThreadedModule(threads);
  tf.removeBackend('wasm');
  const start = (): tf.KernelBackend => {
    const backend = new wasm.BackendWasm(module);
    const { unusedWorkers, runningWorkers } = module.PThread;
    for (const worker of [...unusedWorkers, ...runningWorkers]) worker.unref(); // or the process would never end
    return backend;
  };
  tf.registerBackend('wasm', start, 2);
}

/** How many threads the wasm backend in use computes in. */
export async function wasmThreads(): Promise<number> {
  return (await wasmPackage()).getThreadsCount();
}
