import type { Atom } from '../atom';

/**
 * A formula in disjunctive normal form: true where one of the conjunctions is. No conjunction is never true, an empty one
 * always. Those that others are joined to are changed in place.
 */
export type Disjunction = { conjunctions: Atom[][] /** in all conjunctions together */; atoms: number };

export const always = (): Disjunction => ({ conjunctions: [[]], atoms: 0 });
export const never = (): Disjunction => ({ conjunctions: [], atoms: 0 });
export const just = (atom: Atom): Disjunction => ({ conjunctions: [[atom]], atoms: 1 });

/** The most conjunctions, and comparisons in all of them, that a formula may come to. */
export const limits = { conjunctions: 20_000, atoms: 2_000_000 } as const;

/** Called with a message where a formula is beyond the {@link limits}. */
export type Refuse = (message: string) => never;

function assertWithin(conjunctions: number, atoms: number, refuse: Refuse): void {
  if (conjunctions > limits.conjunctions) {
    refuse(`expected a formula of at most ${limits.conjunctions} conjunctions, got ${conjunctions}`);
  }
  if (atoms > limits.atoms) {
    refuse(`expected at most ${limits.atoms} comparisons in all conjunctions, got ${atoms}`);
  }
}

/** `whole = whole and part`; `part` is not used after. */
export function conjoin(whole: Disjunction, part: Disjunction, refuse: Refuse): void {
  const [a, b] = [whole.conjunctions, part.conjunctions];
  const atoms = a.length * part.atoms + b.length * whole.atoms;
  assertWithin(a.length * b.length, atoms, refuse);
  whole.atoms = atoms;
  if (b.length === 1) {
    for (const conjunction of a) for (const atom of b[0]!) conjunction.push(atom);
  } else if (a.length === 1) {
    for (const conjunction of b) for (const atom of a[0]!) conjunction.push(atom);
    whole.conjunctions = b;
  } else {
    whole.conjunctions = a.flatMap((left) => b.map((right) => [...left, ...right]));
  }
}

/** `whole = whole or part`; `part` is not used after. */
export function disjoin(whole: Disjunction, part: Disjunction, refuse: Refuse): void {
  const atoms = whole.atoms + part.atoms;
  assertWithin(whole.conjunctions.length + part.conjunctions.length, atoms, refuse);
  whole.atoms = atoms;
  for (const conjunction of part.conjunctions) whole.conjunctions.push(conjunction);
}
