export { importLimits } from './import/file/limits';
export { type PlainFromOnnxOptions, plainFromOnnx } from './import/plain-from-onnx';
