import { readFileSync } from 'node:fs';
import { linfBall } from '@ibp/bounds';
import type { PlainNetwork } from '@ibp/core';
import { decodePlainNetwork } from '@ibp/exact';
import { networkOf, propagate } from '@ibp/layers';
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
