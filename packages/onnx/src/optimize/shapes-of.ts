import type { Graph, GraphNode } from '../graph/graph';
import { broadcastShape, sizeOf } from '../graph/shapes';

type Shape = readonly number[];

/** Ops that work element by element, with broadcasting, and give floats of floats. */
export const elementwiseOps: ReadonlySet<string> = new Set(
  'Abs Add Clip Cos Div Elu Erf Exp HardSigmoid LeakyRelu Log Max Min Mul Neg Reciprocal Relu Selu Sigmoid Sign Sin Softplus Softsign Sqrt Sub Sum Tanh'.split(
    ' ',
  ),
);

/** Others that broadcast, of other types. */
const broadcastOps: ReadonlySet<string> = new Set(
  'And Cast Ceil Equal Floor Greater GreaterOrEqual Identity IsInf IsNaN Less LessOrEqual Mod Not Or Pow Round Where Xor'.split(
    ' ',
  ),
);

/** The shapes of the tensors of a graph, but of those that come after an op whose shape is not known here. */
export function shapesOf(graph: Graph): (name: string) => Shape | undefined {
  const shapes = new Map<string, Shape>(
    [...graph.inputs, ...graph.constants].map(({ name, shape }) => [name, shape]),
  );
  const values = new Map(graph.constants.map(({ name, data }) => [name, data]));
  const numbers = (name: string): number[] => [...(values.get(name) ?? [])].map(Number);
  for (const node of graph.nodes) {
    const shape = shapeOfNode(
      node,
      node.inputs.map((name) => shapes.get(name)),
      numbers,
    );
    if (shape) shapes.set(node.outputs[0]!, shape);
  }
  return (name) => shapes.get(name);
}

function shapeOfNode(
  { op, inputs, attributes }: GraphNode,
  shapes: readonly (Shape | undefined)[],
  numbers: (name: string) => number[],
): Shape | undefined {
  const [first, second] = shapes;
  if (elementwiseOps.has(op) || broadcastOps.has(op)) {
    return shapes.every((shape) => shape !== undefined) ? broadcastShape(shapes) : undefined;
  }
  if (op === 'Reshape') {
    const wanted = numbers(inputs[1]!);
    return first === undefined || sizeOf(first) === sizeOf(wanted) ? wanted : undefined;
  }
  if (!first) return undefined;
  if (op === 'Expand') return broadcastShape([first, numbers(inputs[1]!)]);
  if (op === 'Gemm' && second?.length === 2) {
    const { transA = 0, transB = 0 } = attributes;
    return [first[transA ? 1 : 0]!, second[transB ? 0 : 1]!];
  }
  if (op === 'ReduceSum' && attributes.keepdims === 1 && inputs[1]) {
    const axes = numbers(inputs[1]);
    return first.map((size, axis) => (axes.includes(axis) ? 1 : size));
  }
  if (op === 'Transpose') return (attributes.perm as Shape).map((axis) => first[axis]!);
  if (op === 'Slice' && inputs.length >= 4) {
    const [starts, ends, axes, steps = []] = inputs.slice(1).map(numbers);
    const sliced = [...first];
    for (const [i, axis] of axes!.entries()) {
      sliced[axis]! = sliceLength(first[axis]!, starts![i]!, ends![i]!, steps[i] ?? 1);
    }
    return sliced;
  }
  if (op === 'DepthToSpace') {
    const s = attributes.blocksize as number;
    return [first[0]!, first[1]! / (s * s), first[2]! * s, first[3]! * s];
  }
  if (op === 'Conv' && second?.length === 4) return convolved(first, second, attributes);
  return undefined;
}

/** How many elements a slice has of an axis of `n`; negative ends count from the end. */
function sliceLength(n: number, start: number, end: number, step: number): number {
  const [least, most] = step > 0 ? [0, n] : [-1, n - 1];
  const place = (at: number): number => Math.min(most, Math.max(least, at < 0 ? at + n : at));
  return Math.max(0, Math.ceil((place(end) - place(start)) / step));
}

function convolved(x: Shape, filter: Shape, attributes: GraphNode['attributes']): Shape {
  const {
    strides = [1, 1],
    dilations = [1, 1],
    pads = [0, 0, 0, 0],
  } = attributes as { [name: string]: Shape };
  const places = [0, 1].map((i) => {
    const reach = (filter[i + 2]! - 1) * dilations[i]! + 1;
    return Math.floor((x[i + 2]! + pads[i]! + pads[i + 2]! - reach) / strides[i]!) + 1;
  });
  return [x[0]!, filter[0]!, ...places];
}
