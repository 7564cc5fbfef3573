export { type Calls, calls, type OpCall } from './calls';
export { randomFloats, stream } from './random';
export { sampleCalls, times } from './sample';
