export { calls } from './calls/calls';
export type { Calls, OpCall } from './calls/op-call';
export { exactMaximum } from './exact-maximum';
export { plainChain, plainDense, plainResidual, plainTensor } from './plain-networks';
export { randomFloats, stream } from './random';
export { randomBox, randomNetwork } from './random-networks';
export { sampleCalls, times } from './sample';
