import * as tf from '@tensorflow/tfjs-core';
import { disposeNetwork } from '../network';
import { loadWeights } from './load-weights';
import { saveWeights } from './save-weights';
import { sample, weightNames } from './testing';
import { weightArrays } from './weight-arrays';

async function saved(): Promise<tf.io.ModelArtifacts> {
  const net = sample(1);
  let artifacts: tf.io.ModelArtifacts = {};
  await saveWeights(
    net,
    tf.io.withSaveHandler(async (given) => {
      artifacts = given;
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
    }),
  );
  disposeNetwork(net);
  return artifacts;
}

describe('saveWeights and loadWeights', () => {
  it('carry all weights through the format of tfjs', async () => {
    const [from, to] = [sample(1), sample(2)];
    const before = tf.memory().numTensors;
    await loadWeights(to, tf.io.fromMemory(await saved()));
    expect(await weightArrays(to)).toEqual(await weightArrays(from));
    expect(tf.memory().numTensors).toBe(before);
    disposeNetwork(from);
    disposeNetwork(to);
  });

  it('save a description that a person can read', async () => {
    const { format, modelTopology, weightSpecs } = await saved();
    expect(format).toBe('@ibp/layers');
    expect(weightSpecs!.map(({ name }) => name)).toEqual(weightNames);
    expect(modelTopology).toEqual({
      format: '@ibp/layers',
      inputShape: [4],
      nodes: [
        { op: 'input', name: 'input', inputs: [], shape: [4] },
        { op: 'dense', name: 'first', inputs: [0], shape: [3] },
        { op: 'batchNorm', name: 'norm', inputs: [1], shape: [3] },
        { op: 'dense', name: 'last', inputs: [2], shape: [2] },
      ],
    });
  });

  it('save the weights of the moment of the call', async () => {
    const net = sample(1);
    const bytes: ArrayBuffer[] = [];
    const saving = saveWeights(
      net,
      tf.io.withSaveHandler(async ({ weightData }) => {
        bytes.push(weightData as ArrayBuffer);
        return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
      }),
    );
    tf.tidy(() => net.variables['first/kernel']!.assign(tf.zeros([4, 3])));
    await saving;
    expect(bytes[0]).toEqual((await saved()).weightData);
    disposeNetwork(net);
  });

  it('read bytes in parts, and values that tfjs quantized to half floats', async () => {
    const [from, to] = [sample(1), sample(2)];
    const { weightData, weightSpecs } = await saved();
    const data = weightData as ArrayBuffer;
    const parts = [data.slice(0, 10), data.slice(10, 11), data.slice(11)];
    await loadWeights(to, tf.io.fromMemory({ weightSpecs, weightData: parts } as tf.io.ModelArtifacts));
    expect(await weightArrays(to)).toEqual(await weightArrays(from));

    const halves = weightSpecs!.map((spec) => ({ ...spec, quantization: { dtype: 'float16' as const } }));
    const ones = new Uint16Array(data.byteLength / 4).fill(0x3c00);
    await loadWeights(
      to,
      tf.io.fromMemory({ weightSpecs: halves, weightData: ones.buffer } as tf.io.ModelArtifacts),
    );
    expect(Array.from(to.variables['last/kernel']!.dataSync())).toEqual([1, 1, 1, 1, 1, 1]);
    disposeNetwork(from);
    disposeNetwork(to);
  });

  type Change = (artifacts: tf.io.ModelArtifacts) => tf.io.ModelArtifacts;
  const poisoned = (data: ArrayBuffer): ArrayBuffer => {
    const values = new Float32Array(data.slice(0));
    values[12] = Number.NaN;
    return values.buffer;
  };
  const flipped = (data: ArrayBuffer): ArrayBuffer => {
    const bytes = new Uint8Array(data.slice(0));
    bytes[50]! ^= 1;
    return bytes.buffer;
  };
  const refusals: { readonly [what: string]: readonly [Change, message: string | RegExp] } = {
    'artifacts without weights': [
      ({ modelTopology }) => ({ modelTopology: modelTopology! }),
      'loadWeights: expected artifacts with weights, got none',
    ],
    'a damaged weight': [
      ({ weightData, ...rest }) => ({ ...rest, weightData: flipped(weightData as ArrayBuffer) }),
      /^loadWeights: expected weights of SHA-256 [0-9a-f]{64}, got [0-9a-f]{64}: damaged, or of another save$/,
    ],
    'a missing weight': [
      ({ weightSpecs, ...rest }) => ({ ...rest, weightSpecs: weightSpecs!.slice(0, -1) }),
      'loadWeights: expected one of each weight of the network, got no "last/bias"',
    ],
    'an unknown weight': [
      ({ weightSpecs, ...rest }) => ({
        ...rest,
        weightSpecs: [...weightSpecs!, { name: 'other', shape: [1], dtype: 'float32' }],
      }),
      'loadWeights: expected one of each weight of the network, got unknown "other"',
    ],
    'another shape': [
      ({ weightSpecs, ...rest }) => ({
        ...rest,
        weightSpecs: weightSpecs!.map((spec) => ({ ...spec, shape: [...spec.shape].reverse() })),
      }),
      'loadWeights: weight "first/kernel": expected shape [4,3], got [3,4]',
    ],
    'another type': [
      ({ weightSpecs, ...rest }) => ({
        ...rest,
        weightSpecs: weightSpecs!.map((spec) => ({ ...spec, dtype: 'int32' })),
      }),
      'loadWeights: weight "first/kernel": expected float32, got int32',
    ],
    'truncated bytes': [
      ({ weightData, ...rest }) => ({ ...rest, weightData: (weightData as ArrayBuffer).slice(0, -3) }),
      'loadWeights: expected 140 bytes of weights, got 137',
    ],
    'bytes that are too many': [
      ({ weightData, ...rest }) => ({ ...rest, weightData: [weightData as ArrayBuffer, new ArrayBuffer(4)] }),
      'loadWeights: expected 140 bytes of weights, got 144',
    ],
    NaN: [
      ({ weightData, ...rest }) => ({ ...rest, weightData: poisoned(weightData as ArrayBuffer) }),
      'loadWeights: weight "first/bias": expected finite values, got NaN at element 0',
    ],
  };

  it.each(Object.entries(refusals))('refuse %s, and change nothing', async (_, [change, message]) => {
    const to = sample(2);
    const before = await weightArrays(to);
    const tensors = tf.memory().numTensors;
    await expect(loadWeights(to, tf.io.fromMemory(change(await saved())))).rejects.toThrow(
      typeof message === 'string' ? new Error(message) : message,
    );
    expect(await weightArrays(to)).toEqual(before);
    expect(tf.memory().numTensors).toBe(tensors);
    disposeNetwork(to);
  });

  it('say where a location cannot serve', async () => {
    const net = sample();
    await expect(saveWeights(net, 'nowhere://a')).rejects.toThrow(
      'saveWeights: expected a URL with one handler, got "nowhere://a" with 0',
    );
    await expect(loadWeights(net, 'file://a/model.json')).rejects.toThrow(
      'loadWeights: expected a URL with one handler, got "file://a/model.json" with 0; import "@ibp/layers/node" for files',
    );
    await expect(loadWeights(net, {})).rejects.toThrow(
      'loadWeights: expected a handler that loads, got one that does not',
    );
    await expect(saveWeights(net, {})).rejects.toThrow(
      'saveWeights: expected a handler that saves, got one that does not',
    );
    disposeNetwork(net);
  });
});
