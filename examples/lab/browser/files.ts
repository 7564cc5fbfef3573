import type { PlainNetwork } from '@ibp/core';
import { disposeNetwork, networkOf, saveLayersModel } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';

/** A file as a browser is given it. */
export const bytesFile = (name: string, buffer: Buffer, mimeType = 'application/octet-stream') => ({
  ...{ name, buffer, mimeType },
});

/** Numbers as numpy writes them. */
export function npy(values: Float32Array, shape: readonly number[]): Buffer {
  const dict = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape.join(', ')},), }`;
  const header = `${dict}${' '.repeat(63 - ((10 + dict.length) % 64))}\n`;
  const start = Buffer.from([
    0x93,
    0x4e,
    0x55,
    0x4d,
    0x50,
    0x59,
    1,
    0,
    header.length & 255,
    header.length >> 8,
  ]);
  const data = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  return Buffer.concat([start, Buffer.from(header), data]);
}

/** z = (x, y): the class is whichever is greater, and the margin is known by hand. */
export function planarNetwork(): PlainNetwork {
  const kernel = { shape: [2, 2], data: Float32Array.of(1, 0, 0, 1) };
  const bias = { shape: [2], data: new Float32Array(2) };
  return {
    nodes: [
      { op: 'input', name: 'x', inputs: [], shape: [2], params: {} },
      { op: 'dense', name: 'z', inputs: [0], shape: [2], params: { kernel, bias } },
    ],
  } as PlainNetwork;
}

/** A network as tfjs saves it: a `model.json` and its shard. */
export async function tfjsFiles(plain: PlainNetwork) {
  const network = networkOf(plain);
  let saved: tf.io.ModelArtifacts | undefined;
  const handler = tf.io.withSaveHandler(async (artifacts) => {
    saved = artifacts;
    return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
  });
  await saveLayersModel(network, handler);
  disposeNetwork(network);
  const { modelTopology, weightSpecs, weightData } = saved!;
  const weightsManifest = [{ paths: ['group1-shard1of1.bin'], weights: weightSpecs }];
  const json = JSON.stringify({ format: 'layers-model', modelTopology, weightsManifest });
  return [
    bytesFile('model.json', Buffer.from(json), 'application/json'),
    bytesFile('group1-shard1of1.bin', Buffer.from(weightData as ArrayBuffer)),
  ];
}
