/** So many trials, each with that share of the whole budget; the best of them go on to the next rung. */
export type Rung = { readonly trials: number; readonly budget: number };

/** Rungs, one after another: trials that begin together, of which ever fewer go on. */
export type Bracket = readonly Rung[];

/**
 * One bracket of successive halving: of n trials the best n / eta go on, with eta times the budget, until one has the whole of
 * it (Jamieson and Talwalkar 2016, with the factor of Li et al. 2018, Algorithm 1).
 *
 * @param trials n, at least 1.
 * @param eta a whole number from 2.
 * @param rungs as many as leave one trial at the end unless given.
 */
export function halvingBracket(trials: number, eta: number, rungs = wholeLog(trials, eta) + 1): Bracket {
  return Array.from({ length: rungs }, (_, i) => ({
    trials: Math.floor(trials / eta ** i),
    budget: 1 / eta ** (rungs - 1 - i),
  }));
}

/**
 * The brackets of Hyperband (Li et al. 2018, Algorithm 1), from the one that begins with most trials and least budget to the one
 * that gives each trial the whole.
 *
 * @param most the paper's R: the whole budget, in units of the least one; at least 1.
 */
export function hyperbandBrackets(most: number, eta: number): Bracket[] {
  const greatest = wholeLog(most, eta);
  return Array.from({ length: greatest + 1 }, (_, i) => {
    const s = greatest - i;
    return halvingBracket(Math.ceil(((greatest + 1) * eta ** s) / (s + 1)), eta, s + 1);
  });
}

/** The greatest k with `base ** k <= value`, exactly: a quotient of logarithms misses whole powers. */
export function wholeLog(value: number, base: number): number {
  let k = 0;
  while (base ** (k + 1) <= value) k++;
  return k;
}
