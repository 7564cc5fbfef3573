/** Numbers from 0 to 1 that look random, are the same everywhere, and need no generator to be shared. */
export function pseudoRandom(count: number, seed: number): Float32Array {
  const values = new Float32Array(count);
  let state = (seed % 2_147_483_646) + 1;
  for (let i = 0; i < count; i++) {
    // the "minimal standard" generator; its products stay below 2^53
    state = (state * 48_271) % 2_147_483_647;
    values[i] = state / 2_147_483_647;
  }
  return values;
}
