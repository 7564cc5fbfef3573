export { type OnnxFile, readOnnxFile } from './import/read-onnx-file';
