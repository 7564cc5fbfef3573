import { fail } from '@ibp/core';
import { assertProperty, type Enclosure, type Property } from '@ibp/exact';
import type { LoweredNetwork, Network } from '@ibp/layers';
import { type PropertyOptions, verifyProperty } from '../property';
import { assertFinite } from '../property/assert-finite';
import { bisect, type Radius } from './bisect';
import { neededScale, scaledBox } from './scaled-box';

/** Options of `propertyRadius`; those of `verifyProperty`, its limits included, are for each scaling. */
export type PropertyRadiusOptions = PropertyOptions & {
  /** For each box of the property the point that it is scaled about: its middle unless given. */
  readonly about?: readonly ArrayLike<number>[];
  /** The largest scaling that is asked about: 1, the property itself, unless given. */
  readonly most?: number;
  /** How near the ends are brought to what cannot be decided, in scalings; 1e-3 unless given. */
  readonly tolerance?: number;
};

/**
 * How far the boxes of a property may be scaled: the largest scaling that was verified, and the smallest with a
 * counter-example, by bisection. At 0 boxes are points, at 1 what they are; all are scaled alike, each about a point of its
 * own. A counter-example counts with the scaling that it takes.
 *
 * @returns radii in scalings: `certified` is -1 where the points are unsafe or undecided.
 * @throws as `verifyProperty`, and when there is not a point for each box and in it, `most` is not a scaling, or the
 * tolerance is not above 0.
 *
 * @example
 * ```ts
 * import { dense, network, relu, sequential } from '@ibp/layers';
 * import { propertyRadius } from '@ibp/verify';
 *
 * const net = network([2], sequential(dense(16), relu(), dense(3)), { seed: 8 });
 * const box = { lower: Float64Array.of(0.8, 0), upper: Float64Array.of(1, 0.2) };
 * // unsafe: output 0 is the greatest
 * const unsafe = [{ c: Float64Array.of(1, -1, 0, 1, 0, -1), d: Float64Array.of(0, 0) }];
 * const { certified } = await propertyRadius(net, { boxes: [box], unsafe }, { budget: 10 });
 * console.log(certified); // 1
 * ```
 */
export async function propertyRadius(
  network: Network | LoweredNetwork,
  property: Property,
  { about: given, most = 1, tolerance = 1e-3, ...options }: PropertyRadiusOptions = {},
): Promise<Radius> {
  assertProperty('propertyRadius', network, property);
  assertFinite('propertyRadius', property);
  const { boxes } = property;
  if (!(most >= 0 && most < Number.POSITIVE_INFINITY)) {
    fail('propertyRadius', `expected most to be a finite scaling >= 0, got ${most}`);
  }
  if (!(tolerance > 0)) fail('propertyRadius', `expected a tolerance of more than 0, got ${tolerance}`);
  const about = boxes.map((box, k) => (given ? pointOf(given[k], box, k) : middleOf(box)));
  if (given && given.length > boxes.length) {
    fail('propertyRadius', `expected a point for each of ${boxes.length} boxes, got ${given.length}`);
  }
  return await bisect(
    async (scale) => {
      const scaled = { ...property, boxes: boxes.map((box, k) => scaledBox(box, about[k]!, scale)) };
      const { status, witness } = await verifyProperty(network, scaled, options);
      if (status !== 'falsified') return { status };
      const { x, box } = witness!;
      const { lower, upper } = scaled.boxes[box]!;
      // where an interval holds no float32, what the one beside it stands for
      const real = Float64Array.from(x, (v, i) => Math.min(Math.max(v, lower[i]!), upper[i]!));
      return { status, witness: x, radius: Math.min(scale, neededScale(real, boxes[box]!, about[box]!)) };
    },
    { most, tolerance },
  );
}

const middleOf = ({ lower, upper }: Enclosure): Float64Array => lower.map((l, i) => l + (upper[i]! - l) / 2);

function pointOf(
  point: ArrayLike<number> | undefined,
  { lower, upper }: Enclosure,
  box: number,
): Float64Array {
  if (point?.length !== lower.length) {
    return fail(
      'propertyRadius',
      `expected a point of ${lower.length} units for box ${box}, got ${point?.length ?? 0}`,
    );
  }
  const outside = lower.findIndex((l, i) => !(l <= point[i]! && point[i]! <= upper[i]!));
  if (outside >= 0) {
    fail('propertyRadius', `expected a point of box ${box}, got ${point[outside]} at feature ${outside}`);
  }
  return Float64Array.from(point);
}
