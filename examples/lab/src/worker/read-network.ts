import type { PlainNetwork } from '@ibp/core';
import { decodePlainNetwork } from '@ibp/exact';
import { fromLayersModel } from '@ibp/layers';
import { plainFromOnnx } from '@ibp/onnx/import';
import { plainNetwork } from '@ibp/verify';
import * as tf from '@tensorflow/tfjs-core';
import { startBackend } from './start-backend';

/** A file that the user dropped. */
export type Dropped = { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> };

const endsWith = (files: readonly Dropped[], end: string) =>
  files.find(({ name }) => name.toLowerCase().endsWith(end));

/** The shards that a `model.json` names. tfjs itself reads one without them, and makes up the weights. */
function shardsOf({ name, bytes }: Dropped): string[] {
  let json: { weightsManifest?: { paths?: string[] }[] };
  try {
    json = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new Error(`${name}: expected a model.json of tfjs, got a file that is no JSON`);
  }
  const shards = Array.isArray(json?.weightsManifest)
    ? json.weightsManifest.flatMap(({ paths }) => paths ?? [])
    : [];
  if (shards.length === 0)
    throw new Error(`${name}: expected a model.json of tfjs that names its shards, got none`);
  return shards.map((path) => path.split('/').at(-1)!);
}

/** A layers model of tfjs, of its `model.json` and the shards that it names. */
async function fromTfjs(json: Dropped, shards: readonly Dropped[]): Promise<PlainNetwork> {
  const missing = shardsOf(json).filter((path) => !shards.some(({ name }) => name === path));
  if (missing.length > 0) {
    throw new Error(
      `${json.name}: expected its shards beside it, and ${missing.join(', ')} is missing: drop them together`,
    );
  }
  await startBackend();
  const { loadLayersModel } = await import('@tensorflow/tfjs-layers');
  const files = [json, ...shards].map(({ name, bytes }) => new File([bytes], name));
  const model = await loadLayersModel(tf.io.browserFiles(files));
  try {
    return await plainNetwork(fromLayersModel(model));
  } finally {
    model.dispose();
  }
}

/**
 * The network of files: one `.onnx`, one `.safetensors` of this family, or a `model.json` of tfjs with its shards.
 *
 * @throws where there is none of them, or it is not as it should be; one error names all ops that are not supported.
 */
export async function readNetwork(files: readonly Dropped[]): Promise<PlainNetwork> {
  const onnx = endsWith(files, '.onnx') ?? endsWith(files, '.onnx.gz');
  if (onnx) return plainFromOnnx(onnx.bytes);
  const own = endsWith(files, '.safetensors');
  if (own) return decodePlainNetwork(own.bytes);
  const json = endsWith(files, '.json');
  if (json)
    return fromTfjs(
      json,
      files.filter((file) => file !== json),
    );
  const got = files.map(({ name }) => name).join(', ') || 'none';
  throw new Error(
    `expected a network: an .onnx, a .safetensors, or a model.json of tfjs with its shards; got ${got}`,
  );
}
