/**
 * Side effects only: loads `@tensorflow/tfjs-backend-wasm`, adds to it the kernels that training needs, the faster
 * ones and the repairs, and has it throw where its memory ends. See the README for what each one is for.
 */
import * as wasm from '@tensorflow/tfjs-backend-wasm';
import { patchKernels } from './kernels/patch';
import { wasmKernels } from './kernels/wasm-kernels';
import { guardWasmMemory } from './wasm-memory';
import { giveWasmPackage, type WasmPackage } from './wasm-package';

patchKernels('wasm', wasmKernels);
guardWasmMemory();
giveWasmPackage(wasm as unknown as WasmPackage);
