import { BackendWasm, setThreadsCount } from '@tensorflow/tfjs-backend-wasm';
import factory from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.js';
import script from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.js?url';
import runtime from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.wasm?url';
// @ts-expect-error it has no types
import { wasmWorkerContents } from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.worker.js';
import * as tf from '@tensorflow/tfjs-core';

type Cwrap = (name: string, returns: string | null, takes: readonly string[]) => never;

const absolute = (address: string) => new URL(address, import.meta.url).href;

/**
 * The build of tfjs-wasm with threads, whose threads load their script from the host of the page. tfjs itself gives them a blob
 * of it, which the policy of the page refuses.
 */
async function threadedModule() {
  const worker = new Blob([wasmWorkerContents.replace(/\n/g, '\\n')], { type: 'text/javascript' });
  const module = await factory({
    locateFile: (file: string) =>
      file.endsWith('.worker.js') ? URL.createObjectURL(worker) : absolute(runtime),
    mainScriptUrlOrBlob: absolute(script),
  });
  const { cwrap } = module as unknown as { readonly cwrap: Cwrap };
  module.tfjs = {
    init: cwrap('init', null, []),
    initWithThreadsCount: cwrap('init_with_threads_count', null, ['number']),
    getThreadsCount: cwrap('get_threads_count', 'number', []),
    registerTensor: cwrap('register_tensor', null, ['number', 'number', 'number']),
    disposeData: cwrap('dispose_data', null, ['number']),
    dispose: cwrap('dispose', null, []),
  };
  return module;
}

/** How many threads there may be here: 1 where the host sends no headers that isolate the page, or the processor has one core. */
export const threadsHere = (): number =>
  globalThis.crossOriginIsolated === true ? Math.min(4, navigator.hardwareConcurrency || 1) : 1;

/** Milliseconds after which a browser is taken to give no threads: where their script is refused nobody says so. */
const patience = 30_000;

const tooLate = () =>
  new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error(`expected threads within ${patience / 1000} s, got none`)), patience);
  });

/** Has the wasm backend, which must not have started yet, compute in some threads; undone by what it returns. */
export function useThreads(threads: number): () => void {
  const stock = tf.findBackendFactory('wasm')!;
  setThreadsCount(threads);
  tf.removeBackend('wasm');
  const start = async () => new BackendWasm(await Promise.race([threadedModule(), tooLate()]));
  tf.registerBackend('wasm', start, 2);
  return () => {
    setThreadsCount(1);
    tf.removeBackend('wasm');
    tf.registerBackend('wasm', stock, 2);
  };
}
