import type { Constant, Graph, GraphNode } from '../../graph/graph';
import { sameShape } from '../../graph/shapes';
import { inverse } from '../../graph/view';
import { shapesOf } from '../shapes-of';
import { usesOf, withoutUnused } from '../uses';
import { BLOCKS, type Rearranged, toChannelsFirst } from './layout';

/** A tensor that there is in blocks of channels: its name there, and the shape of the plain one. */
export type Twin = { readonly name: string; readonly shape: readonly number[] };

/** A graph being written anew, whose tensors are there plain, in blocks, or both: each is made where it is first asked for. */
export type BlockWriter = {
  readonly shapeOf: (name: string) => readonly number[] | undefined;
  /** The whole numbers of a constant; none of any other tensor. */
  readonly numbers: (name: string) => readonly number[];
  /** The twin, if there is one already. */
  readonly twin: (name: string) => Twin | undefined;
  /** Whether there is a plain tensor of that name already. */
  readonly isThere: (name: string) => boolean;
  /** A constant of whole numbers. */
  readonly ints: (values: readonly number[]) => string;
  /** A row of so many ones. */
  readonly ones: (count: number) => string;
  /** Whether the tensor is there in blocks alone. */
  readonly onlyBlocks: (name: string) => boolean;
  /** The name of the tensor in blocks. */
  readonly inBlocks: (name: string) => string;
  /** Adds a node; its inputs are made plain. */
  readonly plain: (node: GraphNode) => void;
  /** Adds a node whose inputs are named as they are to be, and whose output is the twin of `output`. */
  readonly blocked: (output: string, shape: readonly number[], node: Omit<GraphNode, 'outputs'>) => void;
  /** Adds a reshape, a transpose and a reshape, and gives the name of the result. */
  readonly rearranged: (name: string, by: Rearranged) => string;
  /** Makes a tensor that is there in blocks one with its channels last. */
  readonly channelsLast: (name: string, output: string) => void;
  /** The name of a tensor, which is made plain. */
  readonly asPlain: (name: string) => string;
  readonly finish: () => Graph;
};

/**
 * The same of what was transposed before, in one transpose: filters are stored with what is a block of them side by side, so that
 * it copies runs of numbers, where two transposes go through all of them one by one.
 */
function beforeTranspose(
  node: GraphNode | undefined,
  shape: readonly number[] | undefined,
  { split, perm }: Pick<Rearranged, 'split' | 'perm'>,
): (Pick<Rearranged, 'split' | 'perm'> & { readonly name: string }) | undefined {
  const parts = shape && partsOf(shape, split);
  if (node?.op !== 'Transpose' || !parts) return undefined;
  const order = node.attributes.perm as number[];
  // of each axis before, the places in `split` of what it is split into
  const places = inverse(order).map((axis) => parts[axis]!);
  const all = places.flat();
  return { name: node.inputs[0]!, split: all.map((i) => split[i]!), perm: perm.map((i) => all.indexOf(i)) };
}

/** For each axis of a shape the places in a finer one of what it is split into; nothing where it is not so split. */
function partsOf(shape: readonly number[], split: readonly number[]): number[][] | undefined {
  const parts: number[][] = [];
  let next = 0;
  for (const [axis, size] of shape.entries()) {
    const own: number[] = [];
    for (let product = 1; next < split.length && (product < size || axis === shape.length - 1); next++) {
      product *= split[next]!;
      own.push(next);
    }
    if (own.reduce((product, i) => product * split[i]!, 1) !== size) return undefined;
    parts.push(own);
  }
  return next === split.length ? parts : undefined;
}

export function blockWriter(graph: Graph, block: number): BlockWriter {
  const { maker } = usesOf(graph);
  const shapeOf = shapesOf(graph);
  const given = new Set([...graph.inputs, ...graph.constants].map(({ name }) => name));
  const constantNames = new Set(graph.constants.map(({ name }) => name));
  const there = new Set(given);
  const twins = new Map<string, Twin>();
  const rearrangements = new Map<string, string>();
  const nodes: GraphNode[] = [];
  const constants: Constant[] = [...graph.constants];
  const values = new Map(constants.map(({ name, data }) => [name, data]));

  const ints = (values: readonly number[]): string => {
    const name = `_shape_${values.join('_')}`;
    if (!constantNames.has(name)) {
      const data = BigInt64Array.from(values, BigInt);
      constants.push({ name, dtype: 'int64', shape: [values.length], data });
      constantNames.add(name);
      there.add(name);
    }
    return name;
  };
  const ones = (count: number): string => {
    const name = `_ones_${count}`;
    if (!constantNames.has(name)) {
      constants.push({ name, dtype: 'float32', shape: [1, count], data: new Float32Array(count).fill(1) });
      constantNames.add(name);
      there.add(name);
    }
    return name;
  };
  const asPlain = (name: string): string => {
    if (there.has(name) || name === '') return name;
    const { name: input, shape } = twins.get(name)!;
    const attributes = { channels: shape[1]!, channels_last: 0 };
    nodes.push({ op: `${BLOCKS}ReorderOutput`, inputs: [input], outputs: [name], attributes });
    there.add(name);
    return name;
  };
  const blocked: BlockWriter['blocked'] = (output, shape, node) => {
    const name = `${output}_blocks`;
    nodes.push({ ...node, outputs: [name] });
    there.add(name);
    twins.set(output, { name, shape });
  };
  return {
    shapeOf: (name) => twins.get(name)?.shape ?? shapeOf(name),
    numbers: (name) => [...(values.get(name) ?? [])].map(Number),
    twin: (name) => twins.get(name),
    isThere: (name) => there.has(name),
    ints,
    ones,
    onlyBlocks: (name) => twins.has(name) && !there.has(name),
    inBlocks: (name) => {
      if (!twins.has(name)) {
        const node = maker(name);
        const last = node?.op === 'Transpose' && sameShape(node.attributes.perm as number[], toChannelsFirst);
        const inputs = [asPlain(last ? node.inputs[0]! : name)];
        const attributes = { channels_last: last ? 1 : 0 };
        blocked(name, shapeOf(name)!, { op: `${BLOCKS}ReorderInput`, inputs, attributes });
      }
      return twins.get(name)!.name;
    },
    plain: (node) => {
      nodes.push({ ...node, inputs: node.inputs.map(asPlain) });
      for (const name of node.outputs) there.add(name);
    },
    blocked,
    rearranged: (name, { split, perm, shape }) => {
      const result = `${name}_rearranged`;
      const known = rearrangements.get(name);
      if (known) return known;
      const before = beforeTranspose(maker(name), shapeOf(name), { split, perm });
      const [wide, turned] = [`${result}_split`, `${result}_turned`];
      const from = asPlain(before?.name ?? name);
      nodes.push({
        op: 'Reshape',
        inputs: [from, ints(before?.split ?? split)],
        outputs: [wide],
        attributes: {},
      });
      nodes.push({
        op: 'Transpose',
        inputs: [wide],
        outputs: [turned],
        attributes: { perm: before?.perm ?? perm },
      });
      nodes.push({ op: 'Reshape', inputs: [turned, ints(shape)], outputs: [result], attributes: {} });
      there.add(result);
      rearrangements.set(name, result);
      return result;
    },
    channelsLast: (name, output) => {
      const { name: input, shape } = twins.get(name)!;
      const [batch, channels, height, width] = shape as [number, number, number, number];
      const node =
        channels === block // in memory it is so already
          ? { op: 'Reshape', inputs: [input, ints([batch, height, width, channels])], attributes: {} }
          : { op: `${BLOCKS}ReorderOutput`, inputs: [input], attributes: { channels, channels_last: 1 } };
      nodes.push({ ...node, outputs: [output] });
      there.add(output);
    },
    asPlain,
    finish: () => {
      for (const { name } of graph.outputs) asPlain(name);
      return withoutUnused({ ...graph, constants, nodes });
    },
  };
}
