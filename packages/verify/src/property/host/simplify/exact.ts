/** Sums and products in float64 that say whether anything was rounded. */
export type Exactly = {
  readonly plus: (a: number, b: number) => number;
  readonly times: (a: number, b: number) => number;
  /** Whether all of them were exact so far. */
  readonly exact: () => boolean;
};

export function exactly(): Exactly {
  let exact = true;
  return {
    plus: (a, b) => {
      const sum = a + b;
      // what rounding took from a sum (Knuth's TwoSum); NaN and infinity fail
      const back = sum - a;
      if (!(a - (sum - back) + (b - back) === 0)) exact = false;
      return sum;
    },
    times: (a, b) => {
      const product = a * b;
      if (!(isShort(a, b) && (Math.abs(product) > 2 ** -900 || a === 0 || b === 0))) exact = false;
      return product;
    },
    exact: () => exact,
  };
}

/** Whether two factors have few enough digits together: 24 each, or one of them a power of two. */
const isShort = (a: number, b: number): boolean =>
  (Math.fround(a) === a && Math.fround(b) === b) || isPower(a) || isPower(b);

function isPower(x: number): boolean {
  const exponent = Math.log2(Math.abs(x));
  return x === 0 || (Number.isInteger(exponent) && 2 ** exponent === Math.abs(x));
}
