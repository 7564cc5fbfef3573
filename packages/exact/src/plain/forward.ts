import {
  type AffineMap,
  elementwiseOps,
  fail,
  isMaxNode,
  isOf,
  matMulSizes,
  maxWindows,
  type PlainNetwork,
  type PlainNode,
  type Runs,
  type Shape,
  sizeOf,
} from '@ibp/core';
import { affineMaps } from './linear-nodes';

/** `A x + b` for the inputs of a linear op, one after the other. */
export function applyAffine(map: AffineMap, inputs: readonly Float64Array[]): Float64Array {
  const x = inputs.length === 1 ? inputs[0]! : joined(inputs, map.inputs);
  const y = new Float64Array(map.outputs);
  const dot = map.runs ? byRuns(map.runs, x) : byColumns(map, x);
  for (let i = 0; i < map.outputs; i++) y[i] = dot(i, map.bias(i));
  return y;
}

/** A row times the inputs, added to a number. */
type Dot = (i: number, sum: number) => number;

/** Rows of dense layers and convolutions, where they lie. */
function byRuns({ weights, most, of }: Runs, x: Float64Array): Dot {
  const runs = new Int32Array(3 * most);
  return (i, start) => {
    const count = of(i, runs);
    let sum = start;
    for (let r = 0; r < 3 * count; r += 3) {
      const [first, place, length] = [runs[r]!, runs[r + 1]!, runs[r + 2]!];
      for (let k = 0; k < length; k++) sum += weights[place + k]! * x[first + k]!;
    }
    return sum;
  };
}

function byColumns(map: AffineMap, x: Float64Array): Dot {
  const columns = new Int32Array(map.maxTerms);
  const weights = new Float64Array(map.maxTerms);
  return (i, start) => {
    const terms = map.row(i, columns, weights);
    let sum = start;
    for (let k = 0; k < terms; k++) sum += weights[k]! * x[columns[k]!]!;
    return sum;
  };
}

export function joined(parts: readonly Float64Array[], size: number): Float64Array {
  const all = new Float64Array(size);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function softmax(x: Float64Array, classes: number): Float64Array {
  const y = new Float64Array(x.length);
  for (let start = 0; start < x.length; start += classes) {
    const row = x.subarray(start, start + classes);
    const greatest = row.reduce((a, b) => Math.max(a, b));
    const powers = row.map((v) => Math.exp(v - greatest));
    const total = powers.reduce((a, b) => a + b);
    y.set(
      powers.map((v) => v / total),
      start,
    );
  }
  return y;
}

function matMul([a, b]: readonly Float64Array[], shapes: readonly Shape[]): Float64Array {
  const { count, rows, inner, columns } = matMulSizes(shapes);
  return Float64Array.from({ length: count * rows * columns }, (_, i) => {
    const left = Math.floor(i / columns) * inner;
    const right = Math.floor(i / (rows * columns)) * inner * columns + (i % columns);
    let sum = 0;
    for (let k = 0; k < inner; k++) sum += a![left + k]! * b![right + k * columns]!;
    return sum;
  });
}

function nonlinear(node: PlainNode, inputs: readonly Float64Array[], network: PlainNetwork): Float64Array {
  const x = inputs[0]!;
  if (isMaxNode(node)) {
    const { longest, units } = maxWindows(node, network.nodes[node.inputs[0]!]!.shape);
    const scratch = new Int32Array(longest);
    return Float64Array.from({ length: sizeOf(node.shape) }, (_, i) =>
      scratch.subarray(0, units(i, scratch)).reduce((max, unit) => Math.max(max, x[unit]!), -Infinity),
    );
  }
  if (node.op === 'multiply') return x.map((v, i) => v * inputs[1]![i]!);
  if (node.op === 'matMul') {
    return matMul(
      inputs,
      node.inputs.map((i) => network.nodes[i]!.shape),
    );
  }
  if (node.op === 'softmax') return softmax(x, node.shape.at(-1)!);
  if (!isOf('elementwise', node.op))
    return fail('plainForward', `expected an op of the vocabulary, got "${node.op}"`);
  const f = elementwiseOps[node.op].value as (x: number, params: object) => number;
  return x.map((v) => f(v, node.params));
}

/**
 * The value of every node for one example, in float64: what the rest of this folder is compared with.
 *
 * @param x the flattened input.
 * @throws when `x` is not of the input's size.
 */
export function plainTrace(network: PlainNetwork, x: Float64Array): Float64Array[] {
  const size = sizeOf(network.nodes[0]!.shape);
  if (x.length !== size) fail('plainForward', `expected an input of ${size} units, got ${x.length}`);
  const maps = affineMaps(network);
  const values: Float64Array[] = [];
  for (const [index, node] of network.nodes.entries()) {
    const inputs = node.inputs.map((i) => values[i]!);
    const map = maps[index];
    if (node.op === 'input') values.push(x);
    else values.push(map ? applyAffine(map, inputs) : nonlinear(node, inputs, network));
  }
  return values;
}

/** The network's output for one example, in float64. See {@link plainTrace}. */
export const plainForward = (network: PlainNetwork, x: Float64Array): Float64Array =>
  plainTrace(network, x).at(-1)!;
