/** What a claim about a network is made in, by name: see `arithmeticWords` for what each of them says. */
export const arithmetics = ['real', 'any-order-float32'] as const;

/**
 * What a claim about a network is made in.
 *
 * `real`: the function of real numbers that the float32 parameters as stored give. `any-order-float32`: every program that
 * computes that function in IEEE 754 float32, rounded to nearest, whatever the order of its sums, with fused or separate
 * multiply-adds, and with subnormal numbers or 0 in their place.
 */
export type Arithmetic = (typeof arithmetics)[number];

/** In words, for reports. */
export const arithmeticWords: { readonly [A in Arithmetic]: string } = {
  real: 'of real numbers, for the float32 parameters as stored; not of how a program rounds',
  'any-order-float32':
    'of every float32 program that sums products of the parameters as stored, in whatever order, fused or not; not of Winograd or FFT convolutions, TF32 or less',
};
