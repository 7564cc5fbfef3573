/**
 * Side effects only: loads `@tensorflow/tfjs-backend-wasm` and adds to it the kernels that training
 * needs, the faster ones, and the repairs. See the README for what each one is for.
 */
import '@tensorflow/tfjs-backend-wasm';
import { patchKernels } from './kernels/patch';
import { wasmKernels } from './kernels/wasm-kernels';

patchKernels('wasm', wasmKernels);
