import type { Shape } from '@ibp/core';
import { type Net, type NetNode, type Numbers, shapeAfter, sizeOf } from '../net';

/** The net with other nodes, its shapes computed anew, or `undefined` where they do not fit. */
export function rebuilt(nodes: readonly NetNode[]): Net | undefined {
  const made: NetNode[] = [];
  try {
    for (const node of nodes) {
      const shapes = node.inputs.map((i) => made[i]!.shape);
      const shape: Shape = node.op === 'input' ? node.shape : shapeAfter(node.op, shapes, node.params);
      if (sizeOf(shape) === 0) return undefined;
      made.push({ ...node, shape });
    }
  } catch {
    return undefined;
  }
  return { nodes: made };
}

/** The net without a node, its users taking in what it took in. */
export function withoutNode({ nodes }: Net, index: number, source: number): Net | undefined {
  const to = (i: number) => (i === index ? source : i);
  const kept = nodes.flatMap((node, i) => (i === index ? [] : [{ ...node, inputs: node.inputs.map(to) }]));
  const shift = (i: number) => (i > index ? i - 1 : i);
  return rebuilt(kept.map((node) => ({ ...node, inputs: node.inputs.map(shift) })));
}

/** The net without nodes that the output does not need. */
export function withoutUnused({ nodes }: Net): Net {
  const needed = new Set([0, nodes.length - 1]);
  for (let i = nodes.length - 1; i > 0; i--)
    if (needed.has(i)) for (const k of nodes[i]!.inputs) needed.add(k);
  const order = [...nodes.keys()].filter((i) => needed.has(i));
  return {
    nodes: order.map((i) => ({ ...nodes[i]!, inputs: nodes[i]!.inputs.map((k) => order.indexOf(k)) })),
  };
}

/** A tensor without place `k` along an axis. */
export function withoutSlice({ shape, data }: Numbers, axis: number, k: number): Numbers {
  const [n, inner] = [shape[axis]!, sizeOf(shape.slice(axis + 1))];
  return {
    shape: shape.map((size, i) => (i === axis ? size - 1 : size)),
    data: data.filter((_, i) => Math.floor(i / inner) % n !== k),
  };
}

/** The net with a parameter of a node replaced, or left out. */
export const withParam = ({ nodes }: Net, index: number, key: string, value: unknown): Net | undefined =>
  rebuilt(
    nodes.map((node, i) => {
      if (i !== index) return node;
      const { [key]: _, ...rest } = node.params;
      return { ...node, params: value === undefined ? rest : { ...node.params, [key]: value } };
    }),
  );
