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

const float64 = new Float64Array(1);
const words = new Uint32Array(float64.buffer);
const littleEndian = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;

/** 0, or a power of two that is not subnormal: nothing but a sign and an exponent. By its bits, as logarithms differ by engine. */
function isPower(x: number): boolean {
  float64[0] = x;
  const [low, high] = [words[littleEndian ? 0 : 1]!, words[littleEndian ? 1 : 0]!];
  const exponent = (high >>> 20) & 0x7ff;
  return x === 0 || (low === 0 && (high & 0xfffff) === 0 && exponent > 0 && exponent < 0x7ff);
}
