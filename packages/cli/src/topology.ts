import { writeWhole } from '@ibp/files';
import { fromLayersModel, type Network } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { readJson } from './read-json';

type ModelJson = { readonly modelTopology: tf.io.ModelJSON['modelTopology'] };
const is = { is: 'a layers model of tfjs', has: ['modelTopology'] } as const;

/**
 * A `model.json` of tfjs without its weights: layers as the file names them, with weights that are still to be given.
 *
 * @throws naming the file when it is not there, no layers model, or has layers that are not supported.
 */
export async function loadTopology(file: string): Promise<Network> {
  const { modelTopology } = readJson<ModelJson>(file, is);
  try {
    return fromLayersModel(await tfl.loadLayersModel(tf.io.fromMemory({ modelTopology })));
  } catch (error) {
    throw new Error(`${file}: expected a layers model of tfjs, got: ${(error as Error).message}`);
  }
}

/** Writes a model's topology by itself, which {@link loadTopology} reads. */
export async function keepTopology(file: string, to: string): Promise<void> {
  const { modelTopology } = readJson<ModelJson>(file, is);
  await writeWhole(to, JSON.stringify({ modelTopology }));
}
