import type { Graph, GraphNode } from '../graph/graph';
import { usesOf, withoutUnused } from './uses';

/**
 * `x + (-y)` as `x - y`, the same number in one pass over memory: the gradient of a difference is a negation, and where
 * it meets another gradient they are added.
 */
export function subtractNegated(graph: Graph): Graph {
  const { maker } = usesOf(graph);
  const negated = (name: string): string | undefined => {
    const node = maker(name);
    return node?.op === 'Neg' ? node.inputs[0] : undefined;
  };
  const nodes = graph.nodes.map((node): GraphNode => {
    if (node.op !== 'Add') return node;
    const [x, y] = node.inputs as [string, string];
    const [minusX, minusY] = [negated(x), negated(y)];
    if (minusY !== undefined) return { ...node, op: 'Sub', inputs: [x, minusY] };
    if (minusX !== undefined) return { ...node, op: 'Sub', inputs: [y, minusX] };
    return node;
  });
  return withoutUnused({ ...graph, nodes });
}
