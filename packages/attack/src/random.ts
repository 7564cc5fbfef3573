import { type Distribution, drawNumbers } from '@ibp/bounds';

/** Numbers at random, on the host: the same on every backend and engine. The same name gives the same numbers. */
export type AttackDraw = (name: string, count: number, distribution?: Distribution) => Float32Array;

/** The numbers of one run, a function of the seed and of which run it is: no other run changes them. */
export const randomOf =
  (seed: number, ...run: readonly number[]): AttackDraw =>
  (name, count, distribution = 'uniform') =>
    drawNumbers({ seed, name: `${name}:${run.join()}`, shape: [count], distribution });
