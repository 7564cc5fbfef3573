import {
  fail,
  type OpName,
  type PlainNetwork,
  type PlainNode,
  type PlainParams,
  type Shape,
  sizeOf,
  vocabulary,
} from '@ibp/core';
import { importLimits } from '../file/limits';
import { withBiases, withoutUnused } from './fuse';

/** Collects the nodes of a plain network. Equal reshapes and transposes are one node. */
export type PlainBuilder = {
  /** Adds a node, named after the node of the file that is being read, and gives its index. */
  readonly add: <K extends OpName>(op: K, params: PlainParams<K>, inputs: readonly number[]) => number;
  readonly shapeOf: (node: number) => Shape;
  readonly nodeAt: (node: number) => PlainNode;
  /** Counts elements of constants before they are made. */
  readonly charge: (elements: number) => void;
  /** What the next nodes are named after. */
  readonly name: (name: string) => void;
  /** The network whose output is `node`. */
  readonly finish: (node: number) => PlainNetwork;
};

/** Ops that have no weights, and are the same where their options are. */
const shared = new Set<string>(['reshape', 'transpose', 'broadcast']);

export function plainBuilder(where: string, inputShape: Shape): PlainBuilder {
  const nodes: PlainNode[] = [{ op: 'input', name: 'input', inputs: [], shape: inputShape, params: {} }];
  const names = new Map<string, number>();
  const known = new Map<string, number>();
  let [current, elements, units] = ['', 0, sizeOf(inputShape)];

  function unique(): string {
    const count = names.get(current) ?? 0;
    names.set(current, count + 1);
    return count === 0 ? current : unused(`${current}_${count + 1}`);
  }
  function unused(name: string): string {
    if (!names.has(name)) {
      names.set(name, 1);
      return name;
    }
    return unused(`${name}_`);
  }

  const builder: PlainBuilder = {
    add: (op, params, inputs) => {
      // a reshape of a reshape is one, or none
      const before = op === 'reshape' ? nodes[inputs[0]!]! : undefined;
      if (before?.op === 'reshape') {
        const { shape } = params as { readonly shape: Shape };
        const first = before.inputs[0]!;
        return nodes[first]!.shape.join() === shape.join() ? first : builder.add(op, params, [first]);
      }
      const key = shared.has(op) ? JSON.stringify([op, params, inputs]) : undefined;
      const same = key === undefined ? undefined : known.get(key);
      if (same !== undefined) return same;
      const shapes = inputs.map((i) => nodes[i]!.shape);
      const outputShape = vocabulary[op].outputShape as (inputs: readonly Shape[], params: object) => Shape;
      const shape = outputShape(shapes, params);
      units += sizeOf(shape);
      if (!(units <= importLimits.units)) {
        fail(where, `expected at most ${importLimits.units} units of all nodes, got more`);
      }
      nodes.push({
        op,
        name: unique(),
        inputs: [...inputs],
        shape: [...shape],
        params,
      } as unknown as PlainNode);
      if (key !== undefined) known.set(key, nodes.length - 1);
      return nodes.length - 1;
    },
    shapeOf: (node) => nodes[node]!.shape,
    nodeAt: (node) => nodes[node]!,
    charge: (count) => {
      elements += count;
      if (!(elements <= importLimits.elements)) {
        fail(where, `expected at most ${importLimits.elements} elements of all constants, got more`);
      }
    },
    name: (name) => {
      current = name;
    },
    finish: (node) => withBiases(withoutUnused(nodes, node)),
  };
  return builder;
}
