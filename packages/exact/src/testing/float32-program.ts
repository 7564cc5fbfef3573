import type { PlainNetwork, PlainNode } from '@ibp/core';
import { isMaxNode } from '@ibp/core';
import { joined, plainTrace } from '../plain/forward';
import { affineMaps } from '../plain/linear-nodes';

/** A way to run a network in float32: how it adds up, and whether numbers below 2^-126 are 0. */
export type Float32Program = {
  readonly order: 'written' | 'backward' | 'rising' | 'falling' | 'signs';
  readonly tree: 'one by one' | 'fused' | 'pairwise' | 'four lanes';
  readonly biasFirst: boolean;
  readonly flush: boolean;
};

/** All of them. */
export const float32Programs: readonly Float32Program[] = (
  ['written', 'backward', 'rising', 'falling', 'signs'] as const
).flatMap((order) =>
  (['one by one', 'fused', 'pairwise', 'four lanes'] as const).flatMap((tree) =>
    [false, true].map((flag) => ({ order, tree, biasFirst: flag, flush: flag })),
  ),
);

const bits = new DataView(new ArrayBuffer(8));

/** The next double on the way to `towards` where `x` ends in an even bit, so that a second rounding goes the way one would have. */
function toOdd(x: number, towards: number): number {
  bits.setFloat64(0, x);
  const word = bits.getBigUint64(0);
  if (towards === 0 || (word & 1n) === 1n) return x;
  bits.setBigUint64(0, towards > 0 === x > 0 ? word + 1n : word - 1n);
  return bits.getFloat64(0);
}

/** `a b + c` rounded once: the product of two float32 numbers is a double, and what the sum loses is known (Knuth's TwoSum). */
export function fusedMultiplyAdd(a: number, b: number, c: number): number {
  const product = a * b;
  const sum = product + c;
  const back = sum - product;
  const lost = product - (sum - back) + (c - back);
  return Math.fround(toOdd(sum, lost));
}

const orders: {
  readonly [O in Float32Program['order']]: (a: readonly number[], b: readonly number[]) => number;
} = {
  written: () => 0,
  backward: () => 0,
  rising: ([w, x], [v, y]) => Math.abs(w! * x!) - Math.abs(v! * y!),
  falling: ([w, x], [v, y]) => Math.abs(v! * y!) - Math.abs(w! * x!),
  signs: ([w, x], [v, y]) => Math.sign(v! * y!) - Math.sign(w! * x!),
};

/** The sum of products and a bias, as a program comes to it. */
export function float32Sum(
  given: readonly (readonly [w: number, x: number])[],
  bias: number,
  { order, tree, biasFirst, flush }: Float32Program,
): number {
  const kept = (x: number) => (flush && Math.abs(x) < 2 ** -126 ? 0 : x);
  const add = (a: number, b: number) => kept(Math.fround(kept(a) + kept(b)));
  const times = (w: number, x: number) => kept(Math.fround(kept(w) * kept(x)));
  const products = [...given].sort(orders[order]);
  if (order === 'backward') products.reverse();
  if (tree === 'fused') {
    const sum = products.reduce(
      (total, [w, x]) => kept(fusedMultiplyAdd(kept(w), kept(x), kept(total))),
      biasFirst ? bias : 0,
    );
    return biasFirst ? sum : add(sum, bias);
  }
  const terms = products.map(([w, x]) => times(w, x));
  const all = bias === 0 ? terms : biasFirst ? [bias, ...terms] : [...terms, bias];
  if (tree === 'one by one') return all.reduce(add, 0);
  if (tree === 'four lanes') {
    const lanes = [0, 1, 2, 3].map((lane) => all.filter((_, k) => k % 4 === lane).reduce(add, 0));
    return add(add(lanes[0]!, lanes[1]!), add(lanes[2]!, lanes[3]!));
  }
  const pairwise = (some: readonly number[]): number => {
    if (some.length < 2) return some[0] ?? 0;
    const half = some.length >> 1;
    return add(pairwise(some.slice(0, half)), pairwise(some.slice(half)));
  };
  return pairwise(all);
}

/** What an activation is of float32 values, each operation rounded; of a curve its value, rounded. */
function nonlinear(network: PlainNetwork, node: PlainNode, inputs: readonly Float64Array[]): Float64Array {
  const shapes = node.inputs.map((i) => network.nodes[i]!.shape);
  const alone = {
    nodes: [
      { op: 'input', name: 'x', inputs: [], shape: shapes[0]!, params: {} },
      { ...node, inputs: [0] },
    ],
  } as unknown as PlainNetwork;
  if (node.op === 'multiply') return inputs[0]!.map((x, i) => Math.fround(x * inputs[1]![i]!));
  const [, value] = plainTrace(alone, inputs[0]!);
  return isMaxNode(node) ? value! : value!.map(Math.fround);
}

/** The value of every node as a float32 program computes it. */
export function float32Trace(
  network: PlainNetwork,
  x: Float64Array,
  program: Float32Program,
): readonly Float64Array[] {
  const maps = affineMaps(network);
  const values: Float64Array[] = [];
  for (const [index, node] of network.nodes.entries()) {
    const inputs = node.inputs.map((i) => values[i]!);
    const map = maps[index];
    if (node.op === 'input') values.push(x);
    else if (!map) values.push(nonlinear(network, node, inputs));
    else {
      const all = joined(inputs, map.inputs);
      const [columns, weights] = [new Int32Array(map.maxTerms), new Float64Array(map.maxTerms)];
      values.push(
        Float64Array.from({ length: map.outputs }, (_, i) => {
          const products = Array.from({ length: map.row(i, columns, weights) }, (__, k) => {
            return [Math.fround(weights[k]!), all[columns[k]!]!] as const;
          });
          return float32Sum(products, map.bias(i), program);
        }),
      );
    }
  }
  return values;
}
