import type { PlainNetwork } from '@ibp/core';
import { type Arithmetic, type Enclosure, plainForward, rigorousBox } from '@ibp/exact';
import { randomFloats } from '@ibp/testing';
import { type kinds, subject } from './subjects';
import { thinnest } from './thinnest';

/** A network that is proved over a ball by the least, and inputs of the ball that are nearest to the margin. */
export type NearMargin = {
  readonly kind: keyof typeof kinds;
  readonly arithmetic: Arithmetic;
  readonly network: PlainNetwork;
  readonly inputs: readonly Float32Array[];
};

/** The greatest float32 number that is at most `x`, or the least that is at least. */
const inside = (x: number, side: number): number => {
  const near = Math.fround(x);
  return side * near <= side * x ? near : near - side * Math.max(Math.abs(near) * 2 ** -23, 2 ** -149);
};

/** The corner of the box that the margin falls towards: it is the least one where all relus keep their signs. */
function corner(network: PlainNetwork, x: Float32Array, { lower, upper }: Enclosure): Float32Array {
  const margin = (point: Float32Array): number => {
    const [one, other] = plainForward(network, Float64Array.from(point));
    return one! - other!;
  };
  const here = margin(x);
  return x.map((_, i) => {
    const moved = x.slice();
    moved[i] = inside(upper[i]!, 1);
    return margin(moved) < here ? moved[i]! : inside(lower[i]!, -1);
  });
}

/**
 * Draws a network, and chooses its last bias so that the class of a ball is just proved in an arithmetic: then the input itself, corners of
 * the ball, and inputs beside it.
 *
 * @param epsilon 0 for a point, where bounds of real numbers are exact and the margin a rounding.
 */
export function nearMargin(
  kind: keyof typeof kinds,
  arithmetic: Arithmetic,
  seed: number,
  epsilon = 0,
): NearMargin {
  const { network: drawn, x } = subject(kind, seed);
  const box = rigorousBox(x, epsilon, [0, 1e4]);
  const network = thinnest(drawn, box, arithmetic);
  if (epsilon === 0) return { kind, arithmetic, network, inputs: [x] };
  const beside = [1, 2].map((k) => {
    const moves = randomFloats(x.length, seed + k, 1);
    return x.map((_, i) => (moves[i]! > 0 ? inside(box.upper[i]!, 1) : inside(box.lower[i]!, -1)));
  });
  return { kind, arithmetic, network, inputs: [x, ...beside, corner(network, x, box)] };
}
