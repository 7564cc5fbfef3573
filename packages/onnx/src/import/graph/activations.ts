import type { PlainNetwork, PlainNode, PlainTensor } from '@ibp/core';

/** Nodes by index, as a pattern is matched against them. */
type Nodes = readonly PlainNode[];

const close = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-6 * Math.abs(b);
const all = ({ data }: PlainTensor, value: number): boolean =>
  data.every((v) => close(v, value) || v === value);

/** The input of an affine node that does this and no more; undefined of any other node. */
function inputOf(nodes: Nodes, index: number, scale: number, shift: number): number | undefined {
  const node = nodes[index]!;
  return node.op === 'affine' && all(node.params.scale, scale) && all(node.params.shift, shift)
    ? node.inputs[0]
    : undefined;
}

const inputOfOp = (nodes: Nodes, index: number, op: string): number | undefined =>
  nodes[index]!.op === op ? nodes[index]!.inputs[0] : undefined;

/** What an activation times `x` is as one function, of which much tighter bounds are known than of a product. */
type Gate = (nodes: Nodes, x: number, gate: number) => 'silu' | 'mish' | undefined;

const gateOf: Gate = (nodes, x, gate) => {
  if (inputOfOp(nodes, gate, 'sigmoid') === x) return 'silu';
  const inner = inputOfOp(nodes, gate, 'tanh');
  return inner !== undefined && inputOfOp(nodes, inner, 'softplus') === x ? 'mish' : undefined;
};

/** Whether a node is `1 + erf(x / sqrt 2)`. */
function isErfOf(nodes: Nodes, index: number, x: number): boolean {
  const erf = inputOf(nodes, index, 1, 1);
  const scaled = erf === undefined ? undefined : inputOfOp(nodes, erf, 'erf');
  return scaled !== undefined && inputOf(nodes, scaled, Math.SQRT1_2, 0) === x;
}

/** The `x` of `x (1 + erf(x / sqrt 2))`, times `scale`: twice a gelu, or one. */
function geluOf(nodes: Nodes, index: number, scale: number): number | undefined {
  const node = nodes[index]!;
  if (node.op !== 'multiply') return undefined;
  const [a, b] = node.inputs as [number, number];
  const match = (one: number, other: number): number | undefined => {
    const x = scale === 1 ? one : inputOf(nodes, one, scale, 0);
    return x !== undefined && isErfOf(nodes, other, x) ? x : undefined;
  };
  return match(a, b) ?? match(b, a);
}

const same = new Set([
  'mean',
  'sum',
  'averagePool',
  'globalAveragePool',
  'reshape',
  'transpose',
  'broadcast',
  'gather',
]);

/** Whether all units of a node are 0 or more, whatever the input: sums and means of squares are. */
function neverBelowZero(nodes: Nodes, index: number): boolean {
  const { op, inputs } = nodes[index]!;
  return op === 'square' || op === 'abs' || (same.has(op) && neverBelowZero(nodes, inputs[0]!));
}

/** The `epsilon` of `1 / sqrt(x + epsilon)`, and which node `x` is, where that is never below 0. */
function inverseRootOf(nodes: Nodes, index: number) {
  const root = inputOfOp(nodes, index, 'reciprocal');
  const shifted = root === undefined ? undefined : inputOfOp(nodes, root, 'sqrt');
  const node = shifted === undefined ? undefined : nodes[shifted]!;
  if (node?.op !== 'affine') return undefined;
  const { scale, shift } = node.params;
  const epsilon = shift.data[0]!;
  const fits = scale.data.every((v) => v === 1) && shift.data.every((v) => v === epsilon) && epsilon > 0;
  const [x] = node.inputs as [number];
  return fits && neverBelowZero(nodes, x) ? { x, epsilon } : undefined;
}

const fused = (nodes: Nodes, node: PlainNode, index: number): PlainNode => {
  const as = (op: string, x: number) => ({ ...node, op, params: {}, inputs: [x] }) as unknown as PlainNode;
  if (node.op === 'multiply') {
    const [a, b] = node.inputs as [number, number];
    const [left, right] = [gateOf(nodes, a, b), gateOf(nodes, b, a)];
    if (left) return as(left, a);
    if (right) return as(right, b);
    const x = geluOf(nodes, index, 0.5);
    return x === undefined ? node : as('gelu', x);
  }
  const inverse = inverseRootOf(nodes, index);
  if (inverse) {
    const { x, epsilon } = inverse;
    return { ...node, op: 'inverseRoot', params: { epsilon }, inputs: [x] } as unknown as PlainNode;
  }
  const twice = inputOf(nodes, index, 0.5, 0);
  const x = twice === undefined ? undefined : geluOf(nodes, twice, 1);
  return x === undefined ? node : as('gelu', x);
};

/**
 * What exporters write for an activation in several nodes, as that activation: `x sigmoid(x)`, `x tanh(softplus(x))`,
 * `x (1 + erf(x / sqrt 2)) / 2`, and `1 / sqrt(x + epsilon)` of a variance.
 */
export const withActivations = ({ nodes }: PlainNetwork): readonly PlainNode[] =>
  nodes.map((node, index) => fused(nodes, node, index));
