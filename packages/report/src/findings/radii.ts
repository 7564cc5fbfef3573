import { max, mean, median, min } from 'd3-array';
import { isKnown } from '../data/numbers';
import type { ImageRadiusData } from '../data/radius-data';
import type { Chart } from './chart';
import { type Fact, fact } from './fact';
import { short } from './format';

/** Below 0 (not even the example itself), and what is no number, is certified nowhere. */
const certifiedOf = ({ certified }: ImageRadiusData): number => (isKnown(certified) ? certified : -1);

/** From there on there is a counter-example; one at 0 leaves no radius unbroken. */
function brokenFrom({ falsified }: ImageRadiusData): number {
  if (!isKnown(falsified)) return Number.POSITIVE_INFINITY;
  return falsified > 0 ? falsified : -1;
}

/**
 * Which share of the examples is certified at each radius, and which was not broken: the truth lies between. Both are 1
 * minus a distribution of radii.
 */
export function radiusChart(images: readonly ImageRadiusData[]): Chart {
  const [certified, broken] = [images.map(certifiedOf), images.map(brokenFrom)];
  const most = max([0, ...certified, ...broken].filter(Number.isFinite))!;
  return {
    title: 'share of the examples by radius',
    x: { label: 'radius', zero: true },
    y: { label: 'share', format: '.0%', domain: [0, 1] },
    series: [
      { name: 'certified', mark: 'steps', points: shareFrom(certified, most) },
      { name: 'not broken', mark: 'steps', points: shareFrom(broken, most) },
    ],
  };
}

/** A point where the share changes: it held since the point before. */
function shareFrom(radii: readonly number[], most: number): [number, number][] {
  const ends = new Set([0, ...radii.filter((radius) => radius >= 0 && radius <= most), most]);
  const share = (at: number) => radii.filter((radius) => radius >= at).length / radii.length;
  return [...ends].sort((a, b) => a - b).map((at) => [at, share(at)]);
}

/** The distribution in a few numbers. */
export function radiusFacts(images: readonly ImageRadiusData[]): Fact[] {
  const certified = images.map((image) => Math.max(0, certifiedOf(image)));
  const found = images.map(({ falsified }) => falsified).filter(isKnown);
  return [
    fact('examples', String(images.length)),
    fact('mean certified radius', short(mean(certified))),
    fact('median certified radius', short(median(certified))),
    fact('least and greatest', `${short(min(certified))} and ${short(max(certified))}`),
    fact('examples with a counter-example', String(found.length)),
    fact('median radius of these', short(median(found))),
  ];
}
