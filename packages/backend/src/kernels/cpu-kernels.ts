import { batchMatMulOf } from './broadcast-mat-mul';
import { conv2dBackpropFilter } from './conv2d-backprop-filter';
import type { KernelPatch } from './patch';

/** What the cpu backend computes wrongly, or too slowly to train with. */
export const cpuKernels: readonly KernelPatch[] = [batchMatMulOf, conv2dBackpropFilter];
