import type { Shape } from '@ibp/core';
import { type Numbers, sizeOf } from './net';
import type { Random } from './stream';

type Draw = (random: Random) => number;

/** How weights are drawn: a net has one kind, or a mixture. */
export const distributions: { readonly [name: string]: Draw } = {
  normal: (r) => r.normal(),
  half: (r) => 0.5 * r.normal(),
  powers: (r) => r.sign() * 2 ** r.whole(0, 27),
  smallPowers: (r) => r.sign() * 2 ** r.whole(-4, 6),
  million: (r) => r.sign() * 1e6 * r.next(),
  tiny: (r) => 1e-6 * r.normal(),
  whole: (r) => r.whole(-3, 3),
  sparse: (r) => (r.chance(0.7) ? 0 : r.normal()),
  decades: (r) => r.sign() * 10 ** (12 * r.next() - 6),
  thirty: (r) => r.pick([0, 0, 1, 32, -32, 1024]),
};

export const distributionNames = Object.keys(distributions);

/** A tensor of one distribution; now and then columns repeat, some with the other sign, so that they may cancel. */
export function drawn(random: Random, shape: Shape, name: string, cancel = 0.3): Numbers {
  const draw = distributions[name]!;
  const data = Float32Array.from({ length: sizeOf(shape) }, () => draw(random));
  const columns = shape.at(-1) ?? 1;
  if (columns > 1 && random.chance(cancel)) {
    const [from, to] = [random.whole(0, columns - 1), random.whole(0, columns - 1)];
    const by = random.pick([1, -1, -1, 2]);
    for (let i = 0; i < data.length; i += columns) data[i + to] = by * data[i + from]!;
  }
  return { shape, data };
}
