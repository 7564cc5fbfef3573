import type { PlainNetwork } from '@ibp/core';
import { type ExactBackwardOptions, exactBackward } from '../rigorous/backward';
import { cutBySplits, type Enclosures } from '../rigorous/enclose';
import { type PlaneOverBox, planeOverBox } from '../rigorous/half-space';
import { sameSplits } from '../rigorous/split';
import { clipped } from '../rigorous/unit-planes';
import { base64ToFloat32 } from './base64';
import { type Region, summed, type TreeRoot } from './region';
import type { Tree } from './root-enclosures';
import { slopesOf } from './sparse-slopes';

type Clip = NonNullable<Tree['clips']>[number];

/** What a backward pass of a tree takes: slopes of lines below its units, and multipliers of splits. */
export function passOptions(
  network: PlainNetwork,
  { units = [] }: Pick<Tree, 'units'>,
  { betas = [], below = [] }: Pick<Clip, 'betas' | 'below'>,
): ExactBackwardOptions {
  // what is no list of numbers leaves the choice of slopes to `relax`
  const slopes = units.map((of, k) => ({ ...of, below: Array.from(base64ToFloat32(below[k] ?? '') ?? []) }));
  return { betas, slopes: slopesOf(network, slopes) };
}

/**
 * The enclosures of a leaf of a tree made narrower by its clips, one after the other: each over the part of the leaf's first so many
 * splits, which holds the leaf. All are of one conjunction, whose rows have to be 0 or above where it is not refuted.
 */
export function clippedLeaf(
  proof: Omit<Tree, 'leaves'>,
  { splits, clipped: by = [] }: Tree['leaves'][number],
  { enclosures, planes, narrowed }: TreeRoot,
  { network, unsafe }: Pick<Region, 'network' | 'unsafe'>,
): Enclosures {
  const rows = unsafe[proof.conjunctions[0]!]!;
  let over = enclosures;
  for (const [depth, [count, index]] of by.entries()) {
    const [clip, own, known] = [proof.clips![index]!, splits.slice(0, count), narrowed[depth]];
    if (known?.clip === clip && sameSplits(known.splits, own)) {
      over = known.over;
      continue;
    }
    narrowed.length = depth;
    over = cutBySplits(over, own);
    if (over.state !== 'bounded') return over;
    const spec = summed(rows, clip.multipliers?.[0], over);
    const half = leastPlane(network, over, spec, passOptions(network, proof, clip));
    if (half) over = clipped(network, over, planes, half);
    narrowed.push({ clip, splits: own, over });
  }
  return cutBySplits(over, splits);
}

/** The plane that the least bound of some rows is the greatest value of. */
function leastPlane(
  network: PlainNetwork,
  over: Enclosures,
  spec: Parameters<typeof exactBackward>[2],
  options: ExactBackwardOptions,
): PlaneOverBox | undefined {
  const [box] = over.boxes as [Enclosures['boxes'][number]];
  const size = box.lower.length;
  const line = new Float64Array(spec.d.length * size);
  const bounds = exactBackward(network, over, spec, { ...options, line });
  const row = bounds.reduce((least, bound, r) => (bound < bounds[least]! ? r : least), 0);
  const bound = bounds[row]!;
  return Number.isFinite(bound)
    ? planeOverBox(bound, line.subarray(row * size, (row + 1) * size), box)
    : undefined;
}
