import { batchMatMul } from './batchMatMul';
import { conv2dBackpropFilter } from './conv2dBackpropFilter';
import { conv2dBackpropInput } from './conv2dBackpropInput';
import { depthwiseBackpropFilter } from './depthwiseBackpropFilter';
import { depthwiseBackpropInput } from './depthwiseBackpropInput';
import { fusedMatMul } from './fusedMatMul';
import { gather } from './gather';
import { maxPoolGrad } from './maxPoolGrad';
import type { KernelPatch } from './patch';
import { mean, sum } from './sum';
import { unsortedSegmentSum } from './unsortedSegmentSum';

/** What the wasm backend lacks, computes wrongly or slowly: one line a kernel. */
export const wasmKernels: readonly KernelPatch[] = [
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
];
