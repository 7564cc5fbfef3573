export { type Captured, capture, type TensorFunction, type TensorSpec } from './capture/capture';
export { type CompiledFunction, type CompileOptions, compile, type RunOptions } from './compile';
export type { Attribute, Constant, DType, Graph, GraphNode, TensorData, Value } from './graph/graph';
export { type KernelName, kernels } from './kernels/table';
export { onnxEngine } from './onnx-engine';
export { encodeModel } from './proto/encode';
export { createEngine, type Engine, type EngineOptions, readVariables } from './runtime/engine';
export { type HostTensor, type Input, toTensor } from './runtime/host-tensor';
export { hasOnnxRuntime, loadOnnxRuntime, type OnnxRuntime } from './runtime/onnx-runtime';
