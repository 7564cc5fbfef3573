import type { Graph, GraphNode } from '../graph/graph';
import { sameShape } from '../graph/shapes';
import { shapesOf } from './shapes-of';
import { withoutUnused } from './uses';

/**
 * One reshape in place of several, and none where a tensor has that shape: they move no number, but each is a node that takes a few
 * microseconds, as long as a sum of some thousand numbers.
 */
export function fewerReshapes(graph: Graph): Graph {
  const shapeOf = shapesOf(graph);
  const results = new Set(graph.outputs.map(({ name }) => name));
  const sources = new Map<string, string>();
  const same = new Map<string, string>();
  const nodes = graph.nodes.flatMap((node): GraphNode[] => {
    const inputs = node.inputs.map((name) => same.get(name) ?? name);
    if (node.op !== 'Reshape') return [{ ...node, inputs }];
    const [output] = node.outputs as [string];
    const [before, shape] = inputs as [string, string];
    const from = sources.get(before) ?? before;
    const [had, has] = [shapeOf(from), shapeOf(output)];
    if (had && has && sameShape(had, has) && !results.has(output)) {
      same.set(output, from);
      return [];
    }
    sources.set(output, from);
    return [{ ...node, inputs: [from, shape] }];
  });
  return withoutUnused({ ...graph, nodes });
}
