import '@ibp/backend/wasm';
import { selectBackend } from '@ibp/backend';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import * as tf from '@tensorflow/tfjs-core';

let started: Promise<string> | undefined;

/** Has tfjs compute in WebAssembly, in one thread: what certificates rest on, tested as it starts. Says what it took. */
export function startBackend(): Promise<string> {
  started ??= (async () => {
    const absolute = (address: string) => new URL(address, import.meta.url).href;
    setWasmPaths({
      'tfjs-backend-wasm.wasm': absolute(plain),
      'tfjs-backend-wasm-simd.wasm': absolute(simd),
      // never loaded, but a map without it is refused
      'tfjs-backend-wasm-threaded-simd.wasm': absolute(simd),
    });
    // threads would have to load scripts of their own
    tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
    const { name } = await selectBackend({ prefer: 'wasm', log: () => {} });
    return name;
  })();
  return started;
}
