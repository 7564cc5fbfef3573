/**
 * Side effects only: loads `@tensorflow/tfjs-backend-webgpu`, repairs its kernels, and has it throw what the device
 * refused. See the README for what each one is for. In Node there must be a `navigator.gpu` before.
 */
import '@tensorflow/tfjs-backend-webgpu';
import { patchKernels } from './kernels/patch';
import { webgpuKernels } from './kernels/webgpu/kernels';
import { guardWebgpuDevice } from './webgpu-device';

patchKernels('webgpu', webgpuKernels);
guardWebgpuDevice();
