import { readFileSync } from 'node:fs';
import { pgd } from '@ibp/attack';
import { linearSpec, linfBall } from '@ibp/bounds';
import type { PlainNetwork } from '@ibp/core';
import { decodePlainNetwork } from '@ibp/exact';
import { type BoundMethod, lower, networkOf, propagate } from '@ibp/layers';
import { alphaCrown, crown } from '@ibp/relax';
import { attackStage, boundStage, cleanStage, radiusSearch } from '@ibp/verify';
import * as tf from '@tensorflow/tfjs-core';

const read = (name: string) => new Uint8Array(readFileSync(new URL(`../networks/${name}`, import.meta.url)));

/** A network of the page, read in Node. */
export const shippedNetwork = (name: 'certified' | 'ordinary'): Promise<PlainNetwork> =>
  decodePlainNetwork(read(`${name}.safetensors`));

/** A digit of the gallery: pixels from 0 to 1. */
export function digit(index: number): { x: Float32Array; label: number } {
  const bytes = read('digits.bin').subarray(785 * index, 785 * (index + 1));
  return { label: bytes[0]!, x: Float32Array.from(bytes.subarray(1), (v) => v / 255) };
}

/** Interval bounds of the logits of a digit, in Node: the ends of class 0, 1 and so on, as the page writes them. */
export function logitBounds(plain: PlainNetwork, index: number, epsilon: number): string[] {
  const network = networkOf(plain);
  const { lower, upper } = propagate(
    network,
    linfBall(tf.tensor(digit(index).x, [1, 28, 28, 1]), epsilon, [0, 1]),
  );
  const ends = [lower, upper].map((end) => end.dataSync());
  const shown = (value: number) => value.toFixed(1).replace('-', '−');
  return Array.from(ends[0]!, (least, k) => `${shown(least)} to ${shown(ends[1]![k]!)}`);
}

/** The ends of every logit of a digit by CROWN and by alpha-CROWN, in Node: lower, then upper. */
export function linearBounds(plain: PlainNetwork, index: number, epsilon: number) {
  const { x, label } = digit(index);
  const network = networkOf(plain);
  // the rows that the page bounds in one: those of one call share its slopes
  const one = tf.eye(10);
  const own = tf.oneHot([label], 10, 1, 0, 'float32');
  const rows = tf.expandDims<tf.Tensor3D>(tf.concat([one, tf.neg(one), tf.sub(one, own)]), 0);
  const ends = (method: BoundMethod): number[] => {
    const ball = linfBall(tf.tensor(x, [1, 28, 28, 1]), epsilon, [0, 1]);
    const most = [...method(lower(network), ball, linearSpec(rows)).dataSync()];
    return [...most.slice(10, 20).map((value) => -value), ...most.slice(0, 10)];
  };
  return {
    CROWN: ends(crown()),
    'α-CROWN': ends(alphaCrown({ steps: 20, stopWhenProved: false })),
  };
}

/** How far a digit may be moved, in Node: certified by CROWN, and broken by PGD, up to 0.4. */
export async function radiusOf(plain: PlainNetwork, index: number) {
  const { x, label } = digit(index);
  const stages = [cleanStage(), boundStage('crown', crown()), attackStage('pgd', pgd({ steps: 20 }))];
  const options = { stages, range: [0, 1], most: 0.4, tolerance: 0.002 } as const;
  const images = tf.tensor(x, [1, 28, 28, 1]);
  for await (const found of radiusSearch(networkOf(plain), { x: images, labels: [label] }, options))
    return found;
  throw new Error('expected one radius, got none');
}
