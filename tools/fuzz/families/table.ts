import type { Draft } from '../case';
import type { Random } from '../stream';
import { axesNet } from './axes';
import { hugeMaxPool, overflowing, underflowing } from './beyond-range';
import { cancelling, products } from './cancelling';
import { carriedBias } from './carried-bias';
import { denseNet, shallowNet } from './dense';
import { fewRelus } from './few-relus';
import { exponential, wideSmooth } from './growth';
import { imageNet, sequenceNet, strideNet } from './image';
import { longSums, tails } from './last-places';
import { deepChain, swallowedRadius, takenForDead } from './lost-in-rounding';
import { partialNet } from './partial';
import { poisoned } from './poisoned';
import { maxPlanes, productPlanes, tangents } from './tight';

/** What networks are drawn from. A new family is a function and a line here; `share` is how often it comes. */
export const families: {
  readonly [name: string]: { readonly share: number; readonly draw: (random: Random) => Draft };
} = {
  dense: { share: 6, draw: denseNet },
  shallow: { share: 2, draw: shallowNet },
  image: { share: 5, draw: imageNet },
  stride: { share: 1, draw: strideNet },
  sequence: { share: 1, draw: sequenceNet },
  'swallowed-radius': { share: 1, draw: swallowedRadius },
  'deep-chain': { share: 1, draw: deepChain },
  'taken-for-dead': { share: 1, draw: takenForDead },
  exponential: { share: 0.5, draw: exponential },
  'wide-smooth': { share: 1, draw: wideSmooth },
  overflow: { share: 0.5, draw: overflowing },
  underflow: { share: 0.5, draw: underflowing },
  'huge-max-pool': { share: 0.5, draw: hugeMaxPool },
  cancel: { share: 1, draw: cancelling },
  'carried-bias': { share: 0.5, draw: carriedBias },
  tangent: { share: 1.5, draw: tangents },
  'product-planes': { share: 0.5, draw: productPlanes },
  'max-planes': { share: 0.5, draw: maxPlanes },
  tails: { share: 1, draw: tails },
  'long-sums': { share: 0.5, draw: longSums },
  'few-relus': { share: 2, draw: fewRelus },
  poison: { share: 0.4, draw: poisoned },
  product: { share: 1, draw: products },
  axes: { share: 2, draw: axesNet },
  partial: { share: 1, draw: partialNet },
};

export function pickFamily(random: Random): string {
  const all = Object.entries(families);
  const total = all.reduce((sum, [, { share }]) => sum + share, 0);
  let left = random.next() * total;
  for (const [name, { share }] of all) {
    left -= share;
    if (left < 0) return name;
  }
  return all[0]![0];
}
