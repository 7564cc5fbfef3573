import { conv2dBackpropFilter } from './conv2d-backprop-filter';
import type { KernelPatch } from './patch';

/** What the cpu backend computes too slowly to train with. */
export const cpuKernels: readonly KernelPatch[] = [conv2dBackpropFilter];
