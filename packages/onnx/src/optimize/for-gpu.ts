import type { Constant, DType, Graph, GraphNode } from '../graph/graph';
import { shapesOf } from './shapes-of';
import { usesOf } from './uses';

/**
 * The same by ops that onnxruntime has for GPUs: where it has none it brings a tensor to the host and back, which waits for
 * all that was asked of the GPU before (half of a training step's time, and three quarters of an evaluation's).
 */
export function forGpu(graph: Graph): Graph {
  const constants: Constant[] = [];
  const nodes: GraphNode[] = [];
  let made = 0;
  const add = (op: string, inputs: readonly string[], output?: string, attributes = {}): string => {
    const name = output ?? `_gpu${made++}`;
    nodes.push({ op, inputs, outputs: [name], attributes });
    return name;
  };
  const ints = (values: readonly number[]): string => {
    const name = `_gpu_${values}`;
    const data = BigInt64Array.from(values, BigInt);
    if (!constants.some((known) => known.name === name))
      constants.push({ name, dtype: 'int64', shape: [values.length], data });
    return name;
  };
  const constant = (value: number): string => {
    const name = `_gpu_${value}`;
    const data = Float32Array.of(value);
    if (!constants.some((known) => known.name === name))
      constants.push({ name, dtype: 'float32', shape: [], data });
    return name;
  };
  /**
   * Two faults of onnxruntime's WebGPU (1.30). Where a filter is as large as the image, it leaves out borders that are at the ends
   * alone: a row of windows more than is wanted has one at the beginning (a Pad would be fused with the convolution). And it takes the filters of several groups together, four at a time, whatever a group has:
   * groups whose number of filters is no multiple of four, or not known, are computed one by one.
   */
  const convolution = ({ op, inputs, attributes }: GraphNode, output: string): boolean => {
    const { pads = [], group = 1 } = attributes as { pads?: readonly number[]; group?: number };
    const [top = 0, left = 0, bottom = 0, right = 0] = pads;
    const atEnds = op === 'Conv' && top === 0 && left === 0 && bottom + right > 0;
    const filters = shapeOf(inputs[1]!)?.[0];
    const whole = op === 'Conv' && filters !== undefined && (filters / group) % 4 === 0;
    if (!atEnds && (group === 1 || whole)) return false;
    const [stride = 1] = (attributes.strides ?? []) as readonly number[];
    const rest = atEnds ? { ...attributes, pads: [stride, left, bottom, right] } : attributes;
    const result = atEnds ? `_gpu${made++}` : output;
    if (group === 1 || whole) add(op, inputs, result, rest);
    else eachGroup({ op, inputs, attributes: rest, outputs: [] }, group, result);
    if (atEnds) add('Slice', [result, ints([1]), ints([Number.MAX_SAFE_INTEGER]), ints([2])], output);
    return true;
  };
  const eachGroup = ({ op, inputs, attributes }: GraphNode, group: number, output: string): void => {
    const split = (name: string, axis: number): string[] => {
      const parts = Array.from({ length: group }, () => `_gpu${made++}`);
      nodes.push({ op: 'Split', inputs: [name], outputs: parts, attributes: { axis, num_outputs: group } });
      return parts;
    };
    const images = split(inputs[0]!, 1);
    const others = inputs.slice(1).map((input) => split(input, 0));
    const results = images.map((image, i) =>
      add(op, [image, ...others.map((parts) => parts[i]!)], undefined, { ...attributes, group: 1 }),
    );
    concat(results, output, { axis: 1 });
  };
  const concat = (inputs: readonly string[], output: string, attributes: GraphNode['attributes']): void => {
    let parts = inputs;
    while (parts.length > MOST_INPUTS) {
      parts = inGroups(parts).map((group) =>
        group.length === 1 ? group[0]! : add('Concat', group, undefined, attributes),
      );
    }
    add('Concat', parts, output, attributes);
  };
  const replace: { readonly [op: string]: (node: GraphNode, output: string) => boolean } = {
    Sum: ({ inputs }, output) => {
      const [last, ...others] = inputs.toReversed() as [string, ...string[]];
      if (others.length === 0) return false;
      const sum = others.reduceRight((all, term) => add('Add', [all, term]));
      add('Add', [sum, last], output);
      return true;
    },
    Or: ({ inputs }, output) => {
      const [a, b] = inputs.map((input) => add('Not', [input])) as [string, string];
      add('Not', [add('And', [a, b])], output);
      return true;
    },
    // neither below 0 nor not: each by a shader of its own, as one that may take it that no number is NaN could say so
    IsNaN: ({ inputs: [x] }, output) => {
      const zero = constant(0);
      const notBelow = add('Not', [add('Less', [x!, zero])]);
      const notAbove = add('Not', [add('GreaterOrEqual', [x!, zero])]);
      add('And', [notBelow, notAbove], output);
      return true;
    },
    IsInf: ({ inputs: [x] }, output) => {
      add('Greater', [add('Abs', [x!]), constant(3.4028234663852886e38)], output);
      return true;
    },
    // of whole numbers: division cuts off towards 0
    Mod: ({ inputs: [x, by], attributes }, output) => {
      if (attributes.fmod !== 1 || typeOf(x!) !== 'int32') return false;
      add('Sub', [x!, add('Mul', [add('Div', [x!, by!]), by!])], output);
      return true;
    },
    Conv: (node, output) => convolution(node, output),
    ConvTranspose: (node, output) => convolution(node, output),
    // a shader binds few buffers, 8 on the least of devices
    Concat: ({ inputs, attributes }, output) => {
      if (inputs.length <= MOST_INPUTS) return false;
      concat(inputs, output, attributes);
      return true;
    },
    Equal: ({ inputs }, output) => {
      if (typeOf(inputs[0]!) !== 'bool') return false;
      add(
        'Equal',
        inputs.map((input) => add('Cast', [input], undefined, { to: INT32 })),
        output,
      );
      return true;
    },
  };
  const typeOf = typesOf(graph);
  const shapeOf = shapesOf(graph);
  for (const node of graph.nodes) {
    if (!replace[node.op]?.(node, node.outputs[0]!)) nodes.push(node);
  }
  return { ...graph, nodes, constants: [...graph.constants, ...constants] };
}

const MOST_INPUTS = 6;

const inGroups = (names: readonly string[]): string[][] =>
  Array.from({ length: Math.ceil(names.length / MOST_INPUTS) }, (_, i) =>
    names.slice(i * MOST_INPUTS, (i + 1) * MOST_INPUTS),
  );

const INT32 = 6;
const casts: { readonly [to: number]: DType } = { 1: 'float32', 6: 'int32', 7: 'int64', 9: 'bool' };
const givesBool = new Set(
  'Equal Less LessOrEqual Greater GreaterOrEqual And Or Xor Not IsNaN IsInf'.split(' '),
);

/** The type of a tensor of the graph; nothing where an op makes one of a type of its own. */
function typesOf(graph: Graph): (name: string) => DType | undefined {
  const { maker } = usesOf(graph);
  const given = new Map([...graph.inputs, ...graph.constants].map(({ name, dtype }) => [name, dtype]));
  const typeOf = (name: string): DType | undefined => {
    const known = given.get(name);
    const node = maker(name);
    if (known || !node) return known;
    if (node.op === 'Cast') return casts[node.attributes.to as number];
    if (givesBool.has(node.op)) return 'bool';
    if (node.op === 'ArgMax' || node.op === 'ArgMin') return 'int64';
    return typeOf(node.inputs[node.op === 'Where' ? 1 : 0]!);
  };
  return typeOf;
}
