/**
 * Side effects only: loads `@tensorflow/tfjs-backend-cpu` and replaces its slowest training kernels.
 */
import '@tensorflow/tfjs-backend-cpu';
import { conv2dBackpropFilter } from './kernels/conv2dBackpropFilter';
import { patchKernels } from './kernels/patch';

patchKernels('cpu', [conv2dBackpropFilter]);
