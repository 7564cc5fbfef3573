/**
 * Side effects only: loads `@tensorflow/tfjs-backend-cpu` and replaces its slowest training kernels.
 */
import '@tensorflow/tfjs-backend-cpu';
import { cpuKernels } from './kernels/cpu-kernels';
import { patchKernels } from './kernels/patch';

patchKernels('cpu', cpuKernels);
