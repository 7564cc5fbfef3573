export { type Calls, calls, type OpCall } from './calls';
export { exactMaximum } from './exact-maximum';
export { plainChain, plainDense, plainResidual, plainTensor } from './plain-networks';
export { randomFloats, stream } from './random';
export { randomBox, randomNetwork } from './random-networks';
export { sampleCalls, times } from './sample';
