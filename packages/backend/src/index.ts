export { assertEngineFloat32, type ProbedEngine } from './engine-precision';
export { assertFloat32, assertPrecision, type Precision, precisionProbe, probePrecision } from './precision';
export { type BackendChoice, type SelectBackendOptions, selectBackend } from './select-backend';
