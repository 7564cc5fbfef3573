import { readFile } from 'node:fs/promises';
import { classificationSpec, type IntervalBounds, type LinearSpec, linfBall } from '@ibp/bounds';
import { decodeSafetensors, encodeSafetensors, type NamedArrays } from '@ibp/core';
import { writeWhole } from '@ibp/files';
import { assignWeights, type Network, weightArrays } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { buildNetwork } from '../runners/build-network';
import { CLASSES, type Subjects, type VerificationWorkload } from './task';

/** A network and images with their labels, which every engine reads from one file. */
export type NetworkFile = {
  readonly network: Network;
  readonly images: readonly Float32Array[];
  readonly labels: readonly number[];
  readonly subjects: Subjects;
};

const list = (values: readonly number[]) => ({ shape: [values.length], data: Float32Array.from(values) });

export async function writeNetworkFile(
  file: string,
  { network, images, labels, subjects }: NetworkFile,
): Promise<void> {
  const arrays: NamedArrays = {
    ...(await weightArrays(network)),
    'bench/x': { shape: [images.length, ...network.inputShape], data: concat(images) },
    'bench/labels': list(labels),
    'bench/proved': list(subjects.proved),
    'bench/open': list(subjects.open),
  };
  await writeWhole(file, encodeSafetensors({ arrays, metadata: {} }));
}

export async function readNetworkFile(workload: VerificationWorkload): Promise<NetworkFile> {
  const { arrays } = decodeSafetensors('bench', new Uint8Array(await readFile(workload.file)));
  const network = buildNetwork(workload);
  const weights = Object.entries(arrays).filter(([name]) => !name.startsWith('bench/'));
  assignWeights(network, Object.fromEntries(weights));
  const numbers = (name: string): number[] => Array.from(arrays[`bench/${name}`]!.data);
  const x = arrays['bench/x']!;
  const size = x.data.length / x.shape[0]!;
  return {
    network,
    images: Array.from({ length: x.shape[0]! }, (_, i) => x.data.slice(i * size, (i + 1) * size)),
    labels: numbers('labels'),
    subjects: { proved: numbers('proved'), open: numbers('open') },
  };
}

function concat(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Some of the images, as what is to be verified of them. */
export type Batch = {
  readonly x: tf.Tensor;
  readonly labels: readonly number[];
  readonly box: IntervalBounds;
  readonly spec: LinearSpec;
};

/** @throws where there is no image. */
export function batchOf(
  { images, labels, network }: NetworkFile,
  indices: readonly number[],
  epsilon: number,
): Batch {
  if (indices.length === 0) throw new Error('none of the images is of the kind that is needed');
  const pixels = concat(indices.map((i) => images[i]!));
  const x = tf.tensor(pixels, [indices.length, ...network.inputShape]);
  const own = indices.map((i) => labels[i]!);
  return { x, labels: own, box: linfBall(x, epsilon), spec: classificationSpec(own, CLASSES) };
}

/** The first `count` of a list, from its start again where it is too short. */
export const cycled = (indices: readonly number[], count: number): number[] =>
  indices.length === 0 ? [] : Array.from({ length: count }, (_, i) => indices[i % indices.length]!);

export const firstImages = (count: number): number[] => [...Array(count).keys()];
