import { fromLayersModel, type Network } from '@ibp/layers';
import { fileHandler } from '@ibp/layers/node';
import * as tfl from '@tensorflow/tfjs-layers';

/**
 * A `model.json` of tfjs, and the file of weights that it names, as a network, which the caller frees. A softmax at its end
 * is left out: the order of the classes is the same.
 *
 * @throws naming the file when it is not there, no layers model, or has layers that are not supported.
 */
export async function loadModel(file: string): Promise<Network> {
  try {
    return fromLayersModel(await tfl.loadLayersModel(fileHandler(file)));
  } catch (error) {
    throw new Error(`${file}: expected a layers model of tfjs, got: ${(error as Error).message}`);
  }
}
