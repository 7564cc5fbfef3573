import { fail, type PlainNetwork } from '@ibp/core';
import { clip, type External, readTensor } from '../constant/read-tensor';
import type { GraphProto, Model } from '../file/model';
import { type Dimensions, type FileInput, fileInput } from './boundary';
import { begin, end } from './ends';
import { inOrder } from './order';
import { assertSupported, ownDomains, readNode } from './read-node';
import type { Condition, Value } from './value';

/** What is read of a graph besides its bytes. */
export type GraphOptions = {
  readonly dimensions?: Dimensions;
  readonly external?: External;
  readonly outputs?: readonly string[];
};

/** What a graph becomes: the network, and what the file calls its inputs and outputs. */
export type GraphRead = {
  readonly network: PlainNetwork;
  readonly inputs: readonly FileInput[];
  readonly outputs: readonly string[];
};

const opsetOf = (where: string, { opsetImport }: Model): number => {
  const version = opsetImport.find(({ domain = '' }) => ownDomains.has(domain))?.version ?? 0;
  return version >= 7 && version <= 24
    ? version
    : fail(where, `expected an operator set from 7 to 24, got ${version}`);
};

/** The outputs that are asked for, of those that there are: all of them unless some are named. */
function outputsOf(where: string, { output }: GraphProto, wanted: readonly string[] | undefined) {
  const there = output.map(({ name = '' }) => name);
  const unknown = wanted?.find((name) => !there.includes(name));
  if (unknown !== undefined) {
    fail(where, `expected outputs of ${there.slice(0, 8).map(clip).join(', ')}, got ${clip(unknown)}`);
  }
  const outputs = wanted ?? there;
  return outputs.length > 0 ? outputs : fail(where, 'expected an output, got none');
}

/** The network that a decoded file describes. */
export function readGraph(where: string, model: Model, options: GraphOptions): GraphRead {
  const { dimensions = {}, external } = options;
  const graph = model.graph ?? fail(where, 'expected an ONNX file, got one without a graph');
  const opset = opsetOf(where, model);
  if (graph.sparseInitializer.length > 0) fail(where, 'expected dense weights, got sparse initializers');
  const initializers = new Map(graph.initializer.map((tensor) => [tensor.name ?? '', tensor]));
  const inputs = graph.input
    .filter(({ name = '' }) => !initializers.has(name))
    .map((info) => fileInput(where, info, dimensions));
  const outputs = outputsOf(where, graph, options.outputs);
  const given = new Set([...initializers.keys(), ...inputs.map(({ name }) => name)]);
  const nodes = inOrder(where, graph.node, given, outputs);
  assertSupported(where, nodes);

  const [build, begun] = begin(where, inputs);
  const values = new Map<string, Value | Condition>(begun);
  const valueOfName = (name: string): Value | Condition | undefined => {
    if (name === '') return undefined;
    const known = values.get(name);
    if (known) return known;
    const tensor = initializers.get(name) ?? fail(where, `expected a value of ${clip(name)}, got none`);
    const constant = readTensor(`${where}: initializer ${clip(name)}`, tensor, external);
    build.charge(constant.data.length);
    values.set(name, constant);
    return constant;
  };
  for (const node of nodes) {
    const made = readNode({ where, opset, build, external }, node, node.input.map(valueOfName));
    for (const [i, name] of node.output.entries()) if (name !== '' && made[i]) values.set(name, made[i]!);
  }
  const ends = outputs.map((name) => ({ name, value: valueOfName(name) }));
  return { network: end(where, build, ends), inputs, outputs };
}
