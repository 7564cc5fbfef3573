import { fromLayersModel, type Network } from '@ibp/layers';
import { fileHandler } from '@ibp/layers/node';
import { fromOnnx } from '@ibp/onnx';
import { readOnnxFile } from '@ibp/onnx/node';
import { type ZooName, zoo } from '@ibp/zoo';
import * as tfl from '@tensorflow/tfjs-layers';
import { isOnnx, zooName } from './model-file';

/**
 * A `model.json` of tfjs, and the file of weights that it names, an ONNX file, or one of the zoo, as a network,
 * which the caller frees. A softmax at the end of a `model.json` is left out: the order of the classes is the same.
 *
 * @throws naming the file when it is not there, no such model, or has layers or ops that are not supported.
 */
export function loadModel(file: string): Promise<Network> {
  const name = zooName(file);
  if (name !== undefined) return zoo(name as ZooName);
  return isOnnx(file) ? loadOnnx(file) : loadLayers(file);
}

async function loadLayers(file: string): Promise<Network> {
  try {
    return fromLayersModel(await tfl.loadLayersModel(fileHandler(file)));
  } catch (error) {
    throw new Error(`${file}: expected a layers model of tfjs, got: ${(error as Error).message}`);
  }
}

async function loadOnnx(file: string): Promise<Network> {
  try {
    const { bytes, external } = readOnnxFile(file);
    return await fromOnnx(bytes, { external });
  } catch (error) {
    throw new Error(`${file}: expected an ONNX file, got: ${(error as Error).message}`);
  }
}
