import { fail } from '@ibp/core';

// a local: where global names are looked up dynamically, as in jest, it is much faster
const { sqrt } = Math;

/**
 * `R^-1`, upper triangular, for `R^T R = G`, in float64.
 *
 * @param gram G, symmetric and positive definite, `[n, n]` row by row.
 * @throws when G is not positive definite.
 */
export function inverseCholesky(gram: ArrayLike<number>, n: number): Float32Array {
  return invertTransposed(lowerFactor(gram, n), n);
}

/** L with `L L^T = G`, row by row. */
function lowerFactor(gram: ArrayLike<number>, n: number): Float64Array {
  const l = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = gram[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= l[i * n + k]! * l[j * n + k]!;
      if (i === j && !(sum > 0)) fail('inverseCholesky', `expected a positive pivot, got ${sum} at ${i}`);
      l[i * n + j] = i === j ? sqrt(sum) : sum / l[j * n + j]!;
    }
  }
  return l;
}

/** `L^-T`: column c of `L^-1` by forward substitution, stored as row c. */
function invertTransposed(l: Float64Array, n: number): Float32Array {
  const inverse = new Float32Array(n * n);
  const column = new Float64Array(n);
  for (let c = 0; c < n; c++) {
    for (let i = c; i < n; i++) {
      let sum = i === c ? 1 : 0;
      for (let k = c; k < i; k++) sum -= l[i * n + k]! * column[k]!;
      column[i] = sum / l[i * n + i]!;
      inverse[c * n + i] = column[i]!;
    }
  }
  return inverse;
}
