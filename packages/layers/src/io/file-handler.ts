import { readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fail } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import { replaceModel } from './replace-model';

const where = 'fileHandler';

/**
 * Models and weights in a directory, in the standard layout of tfjs: `model.json`, and the file of weights that it names. A
 * save at any moment killed, or one that finds the disk full, leaves the old model or the new one.
 *
 * @param path the directory; its `model.json` will do as well.
 * @throws (when saving) naming the file and the bytes it needs when there is no room for them; (when loading) when a file is
 * missing, or `model.json` is not JSON or holds no list of weights.
 */
export function fileHandler(path: string): tf.io.IOHandler {
  return { save: (artifacts) => save(resolve(path), artifacts), load: () => load(resolve(path)) };
}

async function save(path: string, artifacts: tf.io.ModelArtifacts): Promise<tf.io.SaveResult> {
  const { weightData = new ArrayBuffer(0), weightSpecs = [], getWeightStream: _, ...rest } = artifacts;
  if (rest.modelTopology instanceof ArrayBuffer) fail(where, 'expected a topology in JSON, got bytes');
  const directory = path.endsWith('.json') ? dirname(path) : path;
  const bytes = new Uint8Array(tf.io.CompositeArrayBuffer.join(weightData));
  await replaceModel(directory, bytes, (file) =>
    JSON.stringify({ ...rest, weightsManifest: [{ paths: [file], weights: weightSpecs }] }),
  );
  return { modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(artifacts) };
}

async function load(path: string): Promise<tf.io.ModelArtifacts> {
  const isDirectory = (await stat(path).catch(() => undefined))?.isDirectory();
  const file = isDirectory ? join(path, 'model.json') : path;
  const text = (await read(file)).toString();
  try {
    return await tf.io.getModelArtifactsForJSON(parse(file, text), async (manifest) => {
      const paths = manifest.flatMap((group) => group.paths);
      const parts = await Promise.all(paths.map((part) => read(join(dirname(file), part))));
      return [tf.io.getWeightSpecs(manifest), parts.map((part) => new Uint8Array(part).buffer)];
    });
  } catch (error) {
    // replaced in between, and its weights with it
    if ((await read(file)).toString() !== text) return load(path);
    throw error;
  }
}

async function read(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    return fail(where, `expected a file ${path}, got ${(error as NodeJS.ErrnoException).code}`);
  }
}

function parse(file: string, text: string): tf.io.ModelJSON {
  let model: Partial<tf.io.ModelJSON> | null;
  try {
    model = JSON.parse(text);
  } catch (error) {
    return fail(where, `expected JSON in ${file}, got ${(error as Error).message}`);
  }
  if (!Array.isArray(model?.weightsManifest)) fail(where, `expected a weightsManifest in ${file}, got none`);
  return model as tf.io.ModelJSON;
}
