import { fail } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Network } from '../network';
import { assertShapes, assertValues, assign, type Shapes } from './assign-weights';
import { loader, type WeightsLocation } from './handlers';
import type { WeightArray, WeightArrays } from './weight-arrays';
import { hashArrays } from './weights-hash';

/** Bytes of one value, as stored. */
const width = { float32: 4, float16: 2, uint16: 2, uint8: 1 } as const;

/**
 * Gives a network the weights that {@link saveWeights} saved of one like it. All of them, or none where anything
 * does not fit. Weights that tfjs quantized are read too.
 *
 * @param location `indexeddb://name` or `localstorage://name` in a browser, `https://.../model.json` anywhere,
 * `file://directory/model.json` in Node after `import '@ibp/layers/node'`; or any `tf.io.IOHandler`.
 * @throws when a weight is missing or unknown, of another shape or type, or holds NaN or Infinity, when bytes are
 * missing, or when the weights are not those that were saved (their hash differs).
 */
export async function loadWeights(network: Network, location: WeightsLocation): Promise<void> {
  const where = 'loadWeights';
  assign(network, await read(where, location, (shapes) => assertShapes(where, network, shapes)));
}

/**
 * The weights that {@link saveWeights} saved, of whatever network: as {@link weightArrays} gives them.
 *
 * @param location as in {@link loadWeights}.
 * @throws as {@link loadWeights} does, but for names and shapes, whatever they are.
 */
export const readWeights = (location: WeightsLocation): Promise<WeightArrays> =>
  read('readWeights', location, () => {});

async function read(
  where: string,
  location: WeightsLocation,
  assertExpected: (shapes: Shapes) => void,
): Promise<WeightArrays> {
  const { weightSpecs, weightData, userDefinedMetadata } = await loader(where, location)();
  if (!weightSpecs || !weightData) fail(where, 'expected artifacts with weights, got none');
  assertExpected(Object.fromEntries(weightSpecs.map(({ name, shape }) => [name, shape])));
  assertBytes(where, weightSpecs, weightData);
  const arrays = await decode(weightData, weightSpecs);
  assertValues(where, arrays);
  // what tfjs quantized is no longer what was saved
  const exact = weightSpecs.every(({ quantization }) => !quantization);
  if (exact) await assertHash(where, arrays, userDefinedMetadata);
  return arrays;
}

function assertBytes(
  where: string,
  specs: readonly tf.io.WeightsManifestEntry[],
  data: tf.io.WeightData,
): void {
  let expected = 0;
  for (const { name, shape, dtype, quantization } of specs) {
    if (dtype !== 'float32') fail(where, `weight "${name}": expected float32, got ${dtype}`);
    expected += shape.reduce((a, b) => a * b, 1) * width[quantization?.dtype ?? dtype];
  }
  const got = tf.io.CompositeArrayBuffer.join(data).byteLength;
  if (got !== expected) fail(where, `expected ${expected} bytes of weights, got ${got}`);
}

/** Weights of another origin have no hash. */
async function assertHash(where: string, arrays: WeightArrays, metadata: object = {}): Promise<void> {
  if (!('weightsHash' in metadata)) return;
  const hash = await hashArrays(arrays);
  if (hash !== undefined && hash !== metadata.weightsHash) {
    fail(
      where,
      `expected weights of SHA-256 ${metadata.weightsHash}, got ${hash}: damaged, or of another save`,
    );
  }
}

async function decode(
  data: tf.io.WeightData,
  specs: tf.io.WeightsManifestEntry[],
): Promise<{ [name: string]: WeightArray }> {
  const tensors = tf.tidy(() => tf.io.decodeWeights(data, specs));
  try {
    const arrays: { [name: string]: WeightArray } = {};
    for (const [name, tensor] of Object.entries(tensors)) {
      arrays[name] = { shape: tensor.shape, data: (await tensor.data()) as Float32Array };
    }
    return arrays;
  } finally {
    tf.dispose(tensors);
  }
}
