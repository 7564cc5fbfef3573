import type { PlainNetwork } from '@ibp/core';
import { type Enclosure, plainForward } from '@ibp/exact';
import { satisfies, type VnnlibQuery } from '@ibp/vnnlib';

/** What the output of an input is, by one way to compute it. */
export type Forward = (input: Float32Array) => Promise<ArrayLike<number>>;

/**
 * Whether a float32 input is what the file asks for, by the formula of the file in exact arithmetic: with the output in float64
 * and with each of `computed`, as the network runs.
 *
 * The ends of a feature count as the float64 numbers outside them, which is how everyone reads them; where no float32 is
 * between them, the float64 output is that of the real input in the box that is nearest.
 */
export function isWitness(
  query: VnnlibQuery,
  plain: PlainNetwork,
  { lower, upper }: Enclosure,
  input: Float32Array,
  computed: readonly ArrayLike<number>[],
): boolean {
  const real = Float64Array.from(input, (value, i) => Math.min(Math.max(value, lower[i]!), upper[i]!));
  return [plainForward(plain, real), ...computed].every((output) =>
    satisfies(query, real, output, { ends: 'rounded' }),
  );
}
