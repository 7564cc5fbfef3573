/**
 * Side effects only: adds to tfjs-node (of which there are two packages; import yours first) the cases
 * of convolutions that it refuses.
 */
import { patchKernels } from './kernels/patch';
import { tensorflowKernels } from './kernels/tensorflow-kernels';

patchKernels('tensorflow', tensorflowKernels);
