/**
 * Side effects only: loads `@tensorflow/tfjs-backend-wasm` and adds to it the kernels that training
 * needs, the faster ones, and the repairs. See the README for what each one is for.
 */
import '@tensorflow/tfjs-backend-wasm';
import { batchMatMul } from './kernels/batchMatMul';
import { conv2dBackpropFilter } from './kernels/conv2dBackpropFilter';
import { conv2dBackpropInput } from './kernels/conv2dBackpropInput';
import { depthwiseBackpropFilter } from './kernels/depthwiseBackpropFilter';
import { depthwiseBackpropInput } from './kernels/depthwiseBackpropInput';
import { fusedMatMul } from './kernels/fusedMatMul';
import { gather } from './kernels/gather';
import { maxPoolGrad } from './kernels/maxPoolGrad';
import { patchKernels } from './kernels/patch';
import { mean, sum } from './kernels/sum';
import { unsortedSegmentSum } from './kernels/unsortedSegmentSum';

patchKernels('wasm', [
  batchMatMul,
  fusedMatMul,
  gather,
  conv2dBackpropFilter,
  conv2dBackpropInput,
  depthwiseBackpropFilter,
  depthwiseBackpropInput,
  maxPoolGrad,
  mean,
  sum,
  unsortedSegmentSum,
]);
