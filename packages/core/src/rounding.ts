/** Half the distance from 1 to the float32 after it: no sum, product or quotient is off by more, relative to its value. */
const unit = 2 ** -24;

/** What may be lost where a product is too small for float32, or is flushed to 0 as some processors do. */
const underflow = 2 ** -125;

/** Operations around a sum of products: halving, a bias, ends from center and radius, the error's own rounding. */
const around = 8;

/**
 * The most that float32 may make of a sum of `terms` products, added in any order, and of the few operations around it,
 * relative to the sum of their magnitudes: `gamma_n = n u / (1 - n u)`, `u = 2^-24` (Higham, _Accuracy and Stability of
 * Numerical Algorithms_, ch. 3), with room for second-order terms. Infinite where float32 can promise nothing.
 */
export function gamma(terms: number): number {
  const nu = (terms + around) * unit;
  return nu < 0.1 ? nu / (1 - 3 * nu) : Number.POSITIVE_INFINITY;
}

/** What underflow may take from a sum of `terms` products, whatever their magnitudes. */
export const tiny = (terms: number): number => (terms + around) * underflow;

/**
 * How far kernels for exp, tanh, erf and their like may be off, relative to the value and beyond that: several times what
 * the backends' and onnxruntime's were measured to be (`rounding.backends.test.ts` of `@ibp/bounds`, and `rounding.test.ts`
 * of `@ibp/onnx`).
 */
export const elementary = { relative: 2 ** -20, absolute: 2 ** -18 } as const;
