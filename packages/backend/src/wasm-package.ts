import type * as tf from '@tensorflow/tfjs-core';
import type { WasmModule } from './wasm-threaded-module';

/** What is used of `@tensorflow/tfjs-backend-wasm`. */
export type WasmPackage = {
  readonly BackendWasm: new (module: WasmModule) => tf.KernelBackend;
  readonly setThreadsCount: (threads: number) => void;
  readonly getThreadsCount: () => number;
};

let given: WasmPackage | undefined;

/** Has the package found where nothing can be imported by its name: in a bundle, by `@ibp/backend/wasm`, which contains it. */
export function giveWasmPackage(wasm: WasmPackage): void {
  given = wasm;
}

/** @throws where it is neither given nor found. */
export async function wasmPackage(): Promise<WasmPackage> {
  if (given) return given;
  // a variable, and ignored: see select-backend.ts
  const specifier = '@tensorflow/tfjs-backend-wasm';
  try {
    return await import(/* webpackIgnore: true */ /* @vite-ignore */ specifier);
  } catch (error) {
    const advice = "in a bundle import '@ibp/backend/wasm'";
    throw new Error(`${(error as Error).message.split('\n')[0]}; ${advice}`);
  }
}
