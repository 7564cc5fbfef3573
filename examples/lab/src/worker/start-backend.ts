import '@ibp/backend/wasm';
import { probePrecision, selectBackend } from '@ibp/backend';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import * as tf from '@tensorflow/tfjs-core';
import { assertAgreement } from './agreement';
import { type Role, roleOf } from './role';
import { threadsHere, useThreads } from './wasm-threads';

/** What a worker computes on. */
export type Started = {
  readonly name: 'wasm' | 'webgpu';
  /** Of WebAssembly. */
  readonly threads: number;
  /** Why it is not the GPU that was asked for. */
  readonly refused?: string;
};

const log = () => {};
let started: Promise<Started> | undefined;

/** Has tfjs compute on what the page asks for, where that passes every check, and else in WebAssembly. Says what it took. */
export function startBackend(): Promise<Started> {
  started ??= start(roleOf(self.name));
  return started;
}

async function start(role: Role): Promise<Started> {
  const threads = await startWasm(role.threads ? threadsHere() : 1);
  if (!role.gpu) return { name: 'wasm', threads };
  try {
    await assertAgreement(() => startGpu(role.atOnce), role.atOnce);
    return { name: 'webgpu', threads: 1 };
  } catch (error) {
    await tf.setBackend('wasm');
    return { name: 'wasm', threads, refused: (error as Error).message.replace(/^[^\n]*\n\s*webgpu: /, '') };
  }
}

/** WebAssembly, tested as it starts: what certificates rest on. The number of threads that it has. */
async function startWasm(threads: number): Promise<number> {
  const absolute = (address: string) => new URL(address, import.meta.url).href;
  setWasmPaths({
    'tfjs-backend-wasm.wasm': absolute(plain),
    'tfjs-backend-wasm-simd.wasm': absolute(simd),
    // never loaded by tfjs itself, but a map without it is refused
    'tfjs-backend-wasm-threaded-simd.wasm': absolute(simd),
  });
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  const undo = threads > 1 ? useThreads(threads) : undefined;
  try {
    await selectBackend({ prefer: 'wasm', log });
    return threads;
  } catch (error) {
    if (!undo) throw error;
    undo();
    return startWasm(1);
  }
}

/** @throws why not, where it fails the self-test or computes in less than float32. */
async function startGpu(atOnce: boolean): Promise<void> {
  await import('@ibp/backend/webgpu');
  await selectBackend({ prefer: 'webgpu', atOnce, log });
  const { float32, epsilon } = await probePrecision();
  if (!float32) throw new Error(`expected float32, got numbers with epsilon ${epsilon}`);
}
