/** How many points an attack moves, and in how many steps. */
export type AttackEffort = { readonly points: number; readonly steps: number };

/** Products of all passes of an attack, some seconds of work; a step is a forward and a backward pass. */
const work = 2 ** 31;

/** 64 points in 30 steps, less for networks of which that would take minutes: by the products of a pass. */
export function attackEffort(products: number): AttackEffort {
  const passes = Math.min(64 * 30, Math.max(40, Math.floor(work / (3 * products))));
  const steps = passes < 64 * 30 ? 10 : 30;
  return { points: Math.floor(passes / steps), steps };
}
