import * as tf from '@tensorflow/tfjs-core';
import type { Network } from '../network';
import { saver, type WeightsLocation } from './handlers';
import { snapshot, weightArrays } from './weight-arrays';
import { hashArrays } from './weights-hash';

/** For a person who opens the file: what the weights belong to. Loading does not read it. */
const topology = ({ inputShape, nodes }: Network) => ({
  format: '@ibp/layers',
  inputShape,
  nodes: nodes.map(({ op, name, inputs, shape }) => ({ op, name, inputs, shape })),
});

/**
 * Saves the weights of the moment of the call in the format of tfjs: `model.json` and the bytes of all variables,
 * batch-norm averages among them.
 *
 * @param location `indexeddb://name`, `localstorage://name` or `downloads://name` in a browser; `file://directory`
 * in Node, after `import '@ibp/layers/node'`; or any `tf.io.IOHandler`.
 */
export async function saveWeights(network: Network, location: WeightsLocation): Promise<tf.io.SaveResult> {
  const save = saver('saveWeights', location);
  const tensors = snapshot(network);
  const reading = weightArrays(network);
  try {
    const { data, specs } = await tf.io.encodeWeights(tensors);
    const hash = await hashArrays(await reading);
    return await save({
      format: '@ibp/layers',
      generatedBy: '@ibp/layers',
      convertedBy: null,
      modelTopology: topology(network),
      weightSpecs: specs,
      weightData: data,
      // model.json and the weights may be two files: tells one that is damaged or of another save
      ...(hash === undefined ? {} : { userDefinedMetadata: { weightsHash: hash } }),
    });
  } finally {
    tf.dispose(tensors);
  }
}
