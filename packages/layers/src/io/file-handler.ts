import { mkdir, readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fail } from '@ibp/bounds';
import * as tf from '@tensorflow/tfjs-core';
import writeFileAtomic from 'write-file-atomic';

const where = 'fileHandler';

/**
 * Models and weights in a directory, in the standard layout of tfjs: `model.json` and `weights.bin`. Each file is
 * written beside the old one and renamed, the weights first: a kill at any moment leaves whole files.
 *
 * @param path the directory; its `model.json` will do as well.
 * @throws (when loading) when a file is missing, or `model.json` is not JSON or holds no list of weights.
 */
export function fileHandler(path: string): tf.io.IOHandler {
  return { save: (artifacts) => save(resolve(path), artifacts), load: () => load(resolve(path)) };
}

async function save(path: string, artifacts: tf.io.ModelArtifacts): Promise<tf.io.SaveResult> {
  const { weightData = new ArrayBuffer(0), weightSpecs = [], getWeightStream: _, ...rest } = artifacts;
  if (rest.modelTopology instanceof ArrayBuffer) fail(where, 'expected a topology in JSON, got bytes');
  const directory = path.endsWith('.json') ? dirname(path) : path;
  await mkdir(directory, { recursive: true });
  const weightsManifest = [{ paths: ['weights.bin'], weights: weightSpecs }];
  await writeFileAtomic(
    join(directory, 'weights.bin'),
    Buffer.from(tf.io.CompositeArrayBuffer.join(weightData)),
  );
  await writeFileAtomic(join(directory, 'model.json'), JSON.stringify({ ...rest, weightsManifest }));
  return { modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(artifacts) };
}

async function load(path: string): Promise<tf.io.ModelArtifacts> {
  const isDirectory = (await stat(path).catch(() => undefined))?.isDirectory();
  const file = isDirectory ? join(path, 'model.json') : path;
  const model = parse(file, (await read(file)).toString());
  return tf.io.getModelArtifactsForJSON(model, async (manifest) => {
    const paths = manifest.flatMap((group) => group.paths);
    const parts = await Promise.all(paths.map((part) => read(join(dirname(file), part))));
    return [tf.io.getWeightSpecs(manifest), parts.map((part) => new Uint8Array(part).buffer)];
  });
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
