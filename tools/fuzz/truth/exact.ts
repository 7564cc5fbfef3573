import { matMulSizes, type PlainNetwork, type PlainNode, sizeOf } from '@ibp/core';
import type { Row } from '../case';
import type { Evaluator } from './evaluate';
import { maxUnits } from './windows';

/** An exact number `n * 2^exponent`: what floats, their sums and their products are. */
type Dyadic = { readonly n: bigint; readonly exponent: number };

const zero: Dyadic = { n: 0n, exponent: 0 };

/** The exact value of a finite float. */
function dyadic(x: number): Dyadic {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, x);
  const word = bits.getBigUint64(0);
  const biased = Number((word >> 52n) & 0x7ffn);
  const fraction = word & 0xfffffffffffffn;
  const n = biased === 0 ? fraction : fraction | (1n << 52n);
  return { n: word >> 63n ? -n : n, exponent: Math.max(biased, 1) - 1075 };
}

function plus(a: Dyadic, b: Dyadic): Dyadic {
  if (a.n === 0n) return b;
  if (b.n === 0n) return a;
  const exponent = Math.min(a.exponent, b.exponent);
  return {
    n: (a.n << BigInt(a.exponent - exponent)) + (b.n << BigInt(b.exponent - exponent)),
    exponent,
  };
}

const times = (a: Dyadic, b: Dyadic): Dyadic => ({ n: a.n * b.n, exponent: a.exponent + b.exponent });
const minus = (a: Dyadic, b: Dyadic): Dyadic => plus(a, { ...b, n: -b.n });
const most = (a: Dyadic, b: Dyadic): Dyadic => (minus(a, b).n < 0n ? b : a);
const negative = ({ n }: Dyadic) => n < 0n;

const activations: { readonly [op: string]: (x: Dyadic, params: { readonly alpha?: number }) => Dyadic } = {
  relu: (x) => (negative(x) ? zero : x),
  abs: (x) => (negative(x) ? minus(zero, x) : x),
  leakyRelu: (x, { alpha = 0 }) => (negative(x) ? times(dyadic(alpha), x) : x),
  relu6: (x) => (negative(x) ? zero : negative(minus(dyadic(6), x)) ? dyadic(6) : x),
  square: (x) => times(x, x),
};

/** Products of matrices. */
function matMul(
  { inputs, shape }: PlainNode,
  { nodes }: PlainNetwork,
  [a, b]: readonly (readonly Dyadic[])[],
): Dyadic[] {
  const { rows, inner, columns } = matMulSizes(inputs.map((i) => nodes[i]!.shape));
  return Array.from({ length: sizeOf(shape) }, (_, i) => {
    const left = Math.floor(i / columns) * inner;
    const right = Math.floor(i / (rows * columns)) * inner * columns + (i % columns);
    let sum = zero;
    for (let k = 0; k < inner; k++) sum = plus(sum, times(a![left + k]!, b![right + k * columns]!));
    return sum;
  });
}

const isPowerOfTwo = (n: number) => (n & (n - 1)) === 0;

/** The value of a row at a point without any rounding, or `undefined` where the network has ops that have none. */
export function exactRowValue(
  { plain, rows }: Evaluator,
  { c, d }: Row,
  x: Float64Array,
): Dyadic | undefined {
  const values: Dyadic[][] = [];
  for (const [i, node] of plain.nodes.entries()) {
    const linear = rows[i];
    const inputs = node.inputs.map((k) => values[k]!);
    if (node.op === 'input') values.push(Array.from(x, dyadic));
    else if (linear) {
      if (!linear.every(({ divisor }) => isPowerOfTwo(divisor))) return undefined;
      const all = inputs.flat();
      values.push(
        linear.map(({ columns, weights, bias, divisor }) =>
          times(
            columns.reduce((sum, k, at) => plus(sum, times(dyadic(weights[at]!), all[k]!)), dyadic(bias)),
            dyadic(1 / divisor),
          ),
        ),
      );
    } else if (node.op === 'multiply') values.push(inputs[0]!.map((v, k) => times(v, inputs[1]![k]!)));
    else if (node.op === 'matMul') values.push(matMul(node, plain, inputs));
    else if (maxUnits(node, plain)) {
      values.push(maxUnits(node, plain)!.map((units) => units.map((k) => inputs[0]![k]!).reduce(most)));
    } else {
      const f = activations[node.op];
      if (!f) return undefined;
      values.push(inputs[0]!.map((v) => f(v, node.params as { alpha?: number })));
    }
  }
  return values.at(-1)!.reduce((sum, v, k) => plus(sum, times(dyadic(c[k]!), v)), dyadic(d));
}

/** The difference of an exact value and a float, near enough as a number; its sign is exact. */
export function above({ n, exponent }: Dyadic, float: number): number {
  if (float === Number.NEGATIVE_INFINITY) return Number.POSITIVE_INFINITY;
  const difference = minus({ n, exponent }, dyadic(float));
  const digits = difference.n.toString(2).length;
  const shift = Math.max(0, digits - 60);
  const near = Number(difference.n >> BigInt(shift)) * 2 ** Math.max(difference.exponent + shift, -1074);
  return near === 0 && difference.n !== 0n
    ? difference.n < 0n
      ? -Number.MIN_VALUE
      : Number.MIN_VALUE
    : near;
}
