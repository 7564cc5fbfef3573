/** Distinct seeds for the variables of one network, far apart for neighbouring seeds (a prime step). */
export function variableSeed(seed: number, order: number): number {
  const prime = 2_147_483_647;
  // the seed reduced first, so that the product stays exact; never 0, which tfjs takes for no seed
  const spread = ((((seed % prime) + prime) % prime) * 1_000_003 + order * 7919) % (prime - 1);
  return spread + 1;
}
