import { readdirSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { disposeNetwork } from '../network';
import { fileHandler } from '../node';
import { registerFileRouter } from './file-router';
import { loadWeights } from './load-weights';
import { saveWeights } from './save-weights';
import { sample } from './testing';
import { weightsHash } from './weights-hash';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'ibp-weights-'));
});
afterEach(() => rm(directory, { recursive: true }));

describe('files', () => {
  it('carry weights, from the directory or its model.json', async () => {
    const [from, to] = [sample(1), sample(2)];
    const url = `file://${join(directory, 'deep', 'run 1')}`;
    const { modelArtifactsInfo } = await saveWeights(from, url);
    expect(modelArtifactsInfo.weightDataBytes).toBe(140);
    const files = async () => (await readdir(join(directory, 'deep', 'run 1'))).sort();
    const first = await files();
    expect(first).toEqual(['model.json', expect.stringMatching(/^weights\.[0-9a-f]{16}\.bin$/)]);
    await loadWeights(to, `${url}/model.json`);
    expect(await weightsHash(to)).toBe(await weightsHash(from));
    await saveWeights(sample(3), `${url}/model.json`);
    await loadWeights(to, pathToFileURL(join(directory, 'deep', 'run 1')).href);
    expect(await weightsHash(to)).toBe(await weightsHash(sample(3)));
    expect(await files()).toEqual(['model.json', expect.not.stringContaining(first[1]!)]);
    tf.disposeVariables();
  });

  it('are of the standard layout: a stock LayersModel saves and loads through them too', async () => {
    const model = tfl.sequential({ layers: [tfl.layers.dense({ units: 2, inputShape: [3] })] });
    await model.save(`file://${directory}`);
    const json = JSON.parse((await readFile(join(directory, 'model.json'))).toString());
    expect(json.modelTopology.class_name).toBe('Sequential');
    expect((await readFile(join(directory, json.weightsManifest[0].paths[0]))).byteLength).toBe(32);
    const loaded = await tfl.loadLayersModel(`file://${join(directory, 'model.json')}`);
    const x = tf.ones([1, 3]);
    const [a, b] = [model, loaded].map((m) => Array.from((m.predict(x) as tf.Tensor).dataSync()));
    expect(b).toEqual(a);
    tf.disposeVariables();
  });

  const model = () => join(directory, 'model.json');
  const bytes = () => join(directory, readdirSync(directory).find((name) => name.startsWith('weights.'))!);
  let missing = '';
  const damages: { readonly [what: string]: readonly [() => Promise<void>, message: () => string] } = {
    'a truncated file of weights': [
      () => truncate(bytes(), 100),
      () => 'loadWeights: expected 140 bytes of weights, got 100',
    ],
    'no file of weights': [
      () => {
        missing = bytes();
        return rm(missing);
      },
      () => `fileHandler: expected a file ${missing}, got ENOENT`,
    ],
    'no model.json': [() => rm(model()), () => `fileHandler: expected a file ${model()}, got ENOENT`],
    'a model.json that is not JSON': [
      () => writeFile(model(), '<html>'),
      () => `fileHandler: expected JSON in ${model()}, got Unexpected token`,
    ],
    'a model.json of something else': [
      () => writeFile(model(), 'null'),
      () => `fileHandler: expected a weightsManifest in ${model()}, got none`,
    ],
  };

  it.each(Object.entries(damages))('say so where there is %s', async (_, [damage, message]) => {
    const [from, to] = [sample(1), sample(2)];
    await saveWeights(from, fileHandler(directory));
    const before = await weightsHash(to);
    await damage();
    await expect(loadWeights(to, fileHandler(directory))).rejects.toThrow(message());
    expect(await weightsHash(to)).toBe(before);
    disposeNetwork(from);
    disposeNetwork(to);
  });

  it('refuse a topology in bytes', async () => {
    const artifacts = { modelTopology: new ArrayBuffer(4) };
    await expect(fileHandler(directory).save!(artifacts)).rejects.toThrow(
      'fileHandler: expected a topology in JSON, got bytes',
    );
  });

  it('leave file:// to another that serves it, whichever registered first', () => {
    registerFileRouter();
    expect(tf.io.getSaveHandlers('file://a')).toHaveLength(1);
    expect(tf.io.getLoadHandlers('file://a')).toHaveLength(1);
    expect(tf.io.getLoadHandlers('https://a/model.json')).toHaveLength(1);
    const theirs: tf.io.IOHandler = {};
    const route = (url: string | string[]) => (url === 'file://a' ? theirs : null) as tf.io.IOHandler;
    tf.io.registerSaveRouter(route);
    tf.io.registerLoadRouter(route);
    expect(tf.io.getSaveHandlers('file://a')).toEqual([theirs]);
    expect(tf.io.getLoadHandlers('file://a')).toEqual([theirs]);
    expect(tf.io.getSaveHandlers('file://b')).toHaveLength(1);
  });
});
