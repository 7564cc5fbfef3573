export { externalLocations } from './import/external-locations';
export { importLimits } from './import/file/limits';
export { type FileTensors, onnxTensors } from './import/onnx-tensors';
export { type PlainFromOnnxOptions, plainFromOnnx } from './import/plain-from-onnx';
