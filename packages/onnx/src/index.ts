export { type Captured, capture, type TensorFunction, type TensorSpec } from './capture/capture';
export { type CompileOptions, compile, type OnnxFunction, type OnnxRunOptions } from './compile';
export type { Attribute, Constant, DType, Graph, GraphNode, TensorData, Value } from './graph/graph';
export { type KernelName, kernels } from './kernels/table';
export { onnxEngine } from './onnx-engine';
export { encodeModel } from './proto/encode';
export { createDevice, type Device, type DeviceOptions, readVariables } from './runtime/device';
export { type HostTensor, type Input, toTensor } from './runtime/host-tensor';
export { hasOnnxRuntime, loadOnnxRuntime, type OnnxRuntime } from './runtime/onnx-runtime';
