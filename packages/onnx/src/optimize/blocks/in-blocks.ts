import type { Graph, GraphNode } from '../../graph/graph';
import { sameShape, sizeOf } from '../../graph/shapes';
import { elementwiseOps } from '../shapes-of';
import {
  BLOCKS,
  depthInBlocks,
  filterInBlocks,
  LARGEST_WINDOW,
  LEAST_PIXELS,
  toChannelsLast,
} from './layout';
import { type BlockWriter, blockWriter } from './writer';

/**
 * Convolutions by onnxruntime's own kernels for images whose channels are stored in blocks, `[batch, channels / block,
 * height, width, block]`, as wide as a register: they take 0.3 to 0.6 of the time of the plain ones, and share one
 * convolution among threads where those share each image. onnxruntime itself takes them for constant filters alone. What
 * is between convolutions element by element stays in blocks, and what has no form for them is computed as before.
 */
export const inBlocks =
  (block: number, leastPixels = LEAST_PIXELS) =>
  (graph: Graph): Graph => {
    const writer = blockWriter(graph, block);
    for (const node of graph.nodes) {
      const [output] = node.outputs;
      const done =
        node.outputs.length === 1 && rules[node.op]
          ? rules[node.op]!(writer, node, output!, { block, leastPixels })
          : elementwiseOps.has(node.op) && elementwise(writer, node, output!);
      if (!done) writer.plain(node);
    }
    return writer.finish();
  };

type Limits = { readonly block: number; readonly leastPixels: number };
type Rule = (writer: BlockWriter, node: GraphNode, output: string, limits: Limits) => boolean;

const convolution: Rule = (writer, { inputs, attributes }, output, { block, leastPixels }) => {
  const [x, filter, bias] = inputs as [string, string, string | undefined];
  const [of, by, shape] = [x, filter, output].map(writer.shapeOf);
  const { group = 1, dilations = [1, 1] } = attributes as { group?: number; dilations?: number[] };
  if (!of || !by || !shape || of.length !== 4 || group !== 1 || dilations[0] !== dilations[1]) return false;
  const [filters, channels, height, width] = by as [number, number, number, number];
  const few = channels < block;
  if (filters % block || !(few || channels % block === 0) || height * width > LARGEST_WINDOW) return false;
  if (sizeOf(shape) / filters < leastPixels) return false;
  const image = few ? writer.asPlain(x) : writer.inBlocks(x);
  const turned = writer.rearranged(writer.asPlain(filter), filterInBlocks(by, block));
  const more = bias === undefined ? [] : [writer.asPlain(bias)];
  writer.blocked(output, shape, { op: `${BLOCKS}Conv`, inputs: [image, turned, ...more], attributes });
  return true;
};

/** In blocks where an operand is there in blocks alone, and the others are of its shape or single numbers. */
function elementwise(writer: BlockWriter, { op, inputs, attributes }: GraphNode, output: string): boolean {
  const start = inputs.find(writer.onlyBlocks);
  if (start === undefined) return false;
  const { shape } = writer.twin(start)!;
  const single = (name: string): boolean => {
    const own = writer.shapeOf(name);
    return name === '' || (own !== undefined && sizeOf(own) === 1 && own.length <= shape.length);
  };
  const fits = inputs.every((name) => single(name) || sameShape(writer.shapeOf(name) ?? [], shape));
  if (!fits) return false;
  const operands = inputs.map((name) => (single(name) ? writer.asPlain(name) : writer.inBlocks(name)));
  writer.blocked(output, shape, { op, inputs: operands, attributes });
  return true;
}

const transpose: Rule = (writer, { inputs, attributes, outputs }, _, { block }) => {
  const [x] = inputs as [string];
  const twin = writer.twin(x);
  const perm = attributes.perm as number[];
  if (!twin) return false;
  if (sameShape(perm, toChannelsLast)) writer.channelsLast(x, outputs[0]!);
  else if (twin.shape[1] === block && writer.onlyBlocks(x)) {
    // one block of channels is in memory as if they came last
    const last = `${x}_last`;
    if (!writer.isThere(last)) writer.channelsLast(x, last);
    const moved = perm.map((axis) => toChannelsLast.indexOf(axis));
    writer.plain({ op: 'Transpose', inputs: [last], outputs, attributes: { perm: moved } });
  } else return false;
  return true;
};

const depthToSpace: Rule = (writer, { inputs, attributes }, output, { block }) => {
  const twin = writer.twin(inputs[0]!);
  const size = attributes.blocksize as number;
  if (!twin || attributes.mode !== 'DCR' || twin.shape[1]! % (size * size * block)) return false;
  const by = depthInBlocks(twin.shape, size, block);
  const inputsOf = [writer.rearranged(twin.name, by)];
  writer.blocked(output, by.shape, { op: 'Identity', inputs: inputsOf, attributes: {} });
  return true;
};

/** A sum over whole images: their numbers are the same, in blocks or not. */
const reduction: Rule = (writer, node) => {
  const [x, axes] = node.inputs as [string, string | undefined];
  const over = axes === undefined ? [] : writer.numbers(axes);
  if (!writer.onlyBlocks(x) || ![1, 2, 3].every((axis) => over.includes(axis))) return false;
  writer.plain({ ...node, inputs: [writer.inBlocks(x), axes!] });
  return true;
};

/** A sum of each channel over all images, of one block of channels: of the columns of a matrix, see `product` in `kernels/reduce.ts`. */
const sum: Rule = (writer, node, output, limits) => {
  const [x, axes] = node.inputs as [string, string | undefined];
  const shape = writer.twin(x)?.shape;
  const ofChannels = axes !== undefined && sameShape(writer.numbers(axes), [0, 2, 3]);
  if (!shape || !ofChannels || !writer.onlyBlocks(x) || shape[1] !== limits.block) {
    return reduction(writer, node, output, limits);
  }
  const channels = shape[1]!;
  const rows = sizeOf(shape) / channels;
  const [matrix, sums] = [`${output}_rows`, `${output}_sums`];
  const after = node.attributes.keepdims === 0 ? [channels] : [1, channels, 1, 1];
  const reshaped = (from: string, to: readonly number[], name: string) =>
    writer.plain({ op: 'Reshape', inputs: [from, writer.ints(to)], outputs: [name], attributes: {} });
  reshaped(writer.inBlocks(x), [rows, channels], matrix);
  writer.plain({ op: 'MatMul', inputs: [writer.ones(rows), matrix], outputs: [sums], attributes: {} });
  reshaped(sums, after, output);
  return true;
};

const rules: { readonly [op: string]: Rule } = {
  Conv: convolution,
  Transpose: transpose,
  DepthToSpace: depthToSpace,
  ReduceMax: reduction,
  ReduceMean: reduction,
  ReduceMin: reduction,
  ReduceSum: sum,
};
