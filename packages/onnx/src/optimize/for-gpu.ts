import type { Constant, DType, Graph, GraphNode } from '../graph/graph';
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
  const constant = (value: number): string => {
    const name = `_gpu_${value}`;
    const data = Float32Array.of(value);
    if (!constants.some((known) => known.name === name))
      constants.push({ name, dtype: 'float32', shape: [], data });
    return name;
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
    // a shader binds few buffers, 8 on the least of devices
    Concat: ({ inputs, attributes }, output) => {
      if (inputs.length <= MOST_INPUTS) return false;
      let parts = inputs;
      while (parts.length > MOST_INPUTS) {
        parts = inGroups(parts).map((group) =>
          group.length === 1 ? group[0]! : add('Concat', group, undefined, attributes),
        );
      }
      add('Concat', parts, output, attributes);
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
