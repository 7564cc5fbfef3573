import { fail } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import { saver, type WeightsLocation } from '../../io/handlers';
import { lowerNode } from '../../lowering/lower';
import type { Network } from '../../network';
import { batchNorm } from './normalization';
import { writers } from './table';
import { refuse, type Written } from './written';

const where = 'saveLayersModel';

/**
 * Saves a network as a layers model of tfjs, topology and weights: `tf.loadLayersModel` reads it, `predict` gives what
 * `apply` does, and `fromLayersModel` makes a network of it again. `saveWeights` keeps the weights alone, of any network.
 *
 * @param location as `saveWeights` takes it.
 * @throws naming the first node that no layer of Keras computes, before anything is written.
 *
 * @example
 * ```ts
 * import { apply, conv2d, dense, flatten, network, relu, saveLayersModel, sequential } from '@ibp/layers';
 * import * as tf from '@tensorflow/tfjs-core';
 * import * as tfl from '@tensorflow/tfjs-layers';
 *
 * const net = network([8, 8, 1], sequential(conv2d({ filters: 2, kernelSize: 3 }), relu(), flatten(), dense(3)));
 * let saved: tf.io.ModelArtifacts = {};
 * await saveLayersModel(net, tf.io.withSaveHandler(async (artifacts) => {
 *   saved = artifacts;
 *   return { modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(artifacts) };
 * }));
 * const model = await tfl.loadLayersModel(tf.io.fromMemory(saved));
 * const x = tf.ones([1, 8, 8, 1]);
 * const apart = tf.max(tf.abs(tf.sub(apply(net, x), model.predict(x) as tf.Tensor)));
 * console.log(apart.dataSync()[0]! < 1e-6); // true
 * ```
 */
export async function saveLayersModel(
  network: Network,
  location: WeightsLocation,
): Promise<tf.io.SaveResult> {
  const save = saver(where, location);
  const { layers, weights } = layersOf(network);
  try {
    const { data, specs } = await tf.io.encodeWeights(weights);
    const ends = [layers[0]!, layers.at(-1)!].map(({ name }) => [[name, 0, 0]]);
    const config = { name: 'model', layers, input_layers: ends[0], output_layers: ends[1] };
    return await save({
      format: 'layers-model',
      generatedBy: '@ibp/layers',
      convertedBy: null,
      modelTopology: {
        class_name: 'Model',
        config,
        keras_version: 'tfjs-layers 4.22.0',
        backend: 'tensor_flow.js',
      },
      weightSpecs: specs,
      weightData: data,
    });
  } finally {
    tf.dispose(weights);
  }
}

/** One layer of a topology, and where its inputs come from. */
type LayerJson = {
  readonly class_name: string;
  readonly name: string;
  readonly config: { readonly [key: string]: unknown };
  readonly inbound_nodes: readonly unknown[];
};

/** The layers of a topology, and copies of their weights, which the caller frees. */
function layersOf({ nodes, inputShape }: Network) {
  const weights: { [name: string]: tf.Tensor } = {};
  const names = namesOf(nodes);
  const layerOf = (node: Network['nodes'][number], i: number): LayerJson => {
    const name = names[i]!;
    if (node.op === 'input') {
      const config = { name, batch_input_shape: [null, ...inputShape], dtype: 'float32', sparse: false };
      return { class_name: 'InputLayer', name, config, inbound_nodes: [] };
    }
    const { className, config, weights: own = {} } = writtenOf(node, nodes[node.inputs[0]!]!.shape);
    for (const [key, tensor] of Object.entries(own)) weights[`${name}/${key}`] = tf.keep(tf.clone(tensor));
    const inbound = node.inputs.map((from) => [names[from]!, 0, 0, {}]);
    return {
      class_name: className,
      name,
      config: { name, trainable: true, ...config },
      inbound_nodes: [inbound],
    };
  };
  const layers: LayerJson[] = [];
  try {
    tf.tidy(() => {
      for (const [i, node] of nodes.entries()) layers.push(layerOf(node, i));
    });
  } catch (error) {
    tf.dispose(weights);
    throw error;
  }
  return { layers, weights };
}

function writtenOf(
  node: Exclude<Network['nodes'][number], { op: 'input' }>,
  input: readonly number[],
): Written {
  if (node.op === 'batchNorm') return batchNorm(node);
  const lowered = lowerNode(node);
  return writers[lowered.op]?.(lowered as never, input) ?? refuse(node);
}

/** A name of its own for each layer, of what tfjs takes: that of the node as far as it goes. */
function namesOf(nodes: Network['nodes']): readonly string[] {
  if (nodes.length < 2) fail(where, `expected a network with a layer, got ${nodes.length} nodes`);
  const used = new Set<string>();
  return nodes.map(({ name }, i) => {
    const plain = name.replace(/[^A-Za-z0-9_./-]/g, '_').replace(/^[^A-Za-z0-9]+/, '') || `layer_${i}`;
    const own = used.has(plain) ? `${plain}_${i}` : plain;
    used.add(own);
    return own;
  });
}
