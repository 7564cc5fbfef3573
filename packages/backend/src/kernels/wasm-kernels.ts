import { withAddedRow } from './add-row';
import { avgPool } from './avg-pool';
import { batchMatMul } from './batch-mat-mul';
import { cast } from './cast';
import { conv2dBackpropFilter } from './conv2d-backprop-filter';
import { conv2dBackpropInput } from './conv2d-backprop-input';
import { depthwiseBackpropFilter } from './depthwise-backprop-filter';
import { depthwiseBackpropInput } from './depthwise-backprop-input';
import { fewAxes } from './few-axes';
import { fusedMatMul } from './fused-mat-mul';
import { gather } from './gather';
import { identity } from './identity';
import { limit } from './limit';
import { maxPool } from './max-pool';
import { maxPoolGrad } from './max-pool-grad';
import { oneHot } from './one-hot';
import { pad } from './pad';
import type { KernelPatch } from './patch';
import { prelu } from './prelu';
import { refittedConv } from './refitted-conv';
import { select } from './select';
import { sign } from './sign';
import { slice, split } from './slice';
import { mean, sum } from './sum';
import { tile } from './tile';
import { unsortedSegmentSum } from './unsorted-segment-sum';

/** As many as XNNPACK takes: beyond, the output stays as the memory was. */
const mostAxes = 6;

/** What the wasm backend lacks, computes wrongly or slowly: one line a kernel. */
export const wasmKernels: readonly KernelPatch[] = [
  batchMatMul,
  fusedMatMul,
  gather,
  refittedConv('Conv2D'),
  refittedConv('DepthwiseConv2dNative'),
  refittedConv('FusedConv2D'),
  refittedConv('FusedDepthwiseConv2D'),
  conv2dBackpropFilter,
  conv2dBackpropInput,
  depthwiseBackpropFilter,
  depthwiseBackpropInput,
  avgPool,
  maxPool,
  maxPoolGrad,
  withAddedRow(fewAxes('Add', mostAxes)),
  ...['Sub', 'Multiply', 'RealDiv', 'SquaredDifference'].map((name) => fewAxes(name, mostAxes)),
  limit('Maximum'),
  limit('Minimum'),
  cast,
  identity,
  oneHot,
  pad(mostAxes),
  prelu,
  select,
  sign,
  slice,
  split,
  mean,
  sum,
  tile,
  unsortedSegmentSum,
];
