import type { Box } from './case';
import type { Random } from './stream';

type Draw = (random: Random) => readonly [center: number, radius: number];

/** Where one feature lies. */
const kinds: readonly Draw[] = [
  (r) => [r.next(), 0.1 * r.next()],
  () => [0.5, 0.5],
  (r) => [r.normal(), 0],
  (r) => [r.normal(), 10 ** -r.whole(3, 9)],
  (r) => [r.normal(), r.pick([1, 10, 1e3])],
  (r) => [0, 10 ** r.whole(-6, 6)],
  (r) => [r.sign() * 1e6, r.pick([0, 0.5, 1, 1e6])],
  (r) => [r.sign() * 10 ** r.whole(0, 6), 10 ** r.whole(-6, 3)],
  (r) => [0, r.pick([0, 1])],
];

const ends = ([center, radius]: readonly [number, number]): [number, number] => {
  const [a, b] = [Math.fround(center - radius), Math.fround(center + radius)];
  return [Math.min(a, b), Math.max(a, b)];
};

/** A box: of one kind, or another one for each feature. */
export function drawBox(random: Random, size: number): Box {
  const mixed = random.chance(0.4);
  const kind = random.pick(kinds);
  const [lower, upper] = [new Float32Array(size), new Float32Array(size)];
  for (let i = 0; i < size; i++) [lower[i], upper[i]] = ends((mixed ? random.pick(kinds) : kind)(random));
  return { lower, upper };
}

export const box = (lower: readonly number[], upper: readonly number[]): Box => ({
  lower: Float32Array.from(lower),
  upper: Float32Array.from(upper),
});
