import { isDeepStrictEqual } from 'node:util';
import { writeWhole } from '@ibp/files';
import { fromLayersModel, type Network } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { readJson, readJsonIfAny } from './read-json';

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

/**
 * Whether a `model.json` has other layers than those that were kept of it; not where none were.
 *
 * @throws naming the file that is not there, or is no layers model.
 */
export function hasOtherLayers(file: string, kept: string): boolean {
  const before = readJsonIfAny<ModelJson>(kept, is);
  return (
    before !== undefined &&
    !isDeepStrictEqual(before.modelTopology, readJson<ModelJson>(file, is).modelTopology)
  );
}

/** Writes a model's topology by itself, which {@link loadTopology} reads. */
export async function keepTopology(file: string, to: string): Promise<void> {
  const { modelTopology } = readJson<ModelJson>(file, is);
  await writeWhole(to, JSON.stringify({ modelTopology }));
}
