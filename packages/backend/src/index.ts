export { assertFloat32, type Precision, probePrecision } from './precision';
export { type BackendChoice, type SelectBackendOptions, selectBackend } from './select-backend';
