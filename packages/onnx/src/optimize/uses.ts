import type { Graph, GraphNode } from '../graph/graph';

/** Where the tensors of a graph come from and go to. */
export type Uses = {
  readonly maker: (name: string) => GraphNode | undefined;
  /** Whether one input of one node is all that the tensor is there for. */
  readonly usedOnce: (name: string) => boolean;
};

export function usesOf({ nodes, outputs }: Graph): Uses {
  const makers = new Map(nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)));
  const counts = new Map<string, number>();
  for (const name of [...nodes.flatMap((node) => node.inputs), ...outputs.map((output) => output.name)]) {
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return { maker: (name) => makers.get(name), usedOnce: (name) => counts.get(name) === 1 };
}

/** The graph without nodes whose outputs nothing needs, in it or besides. */
export function withoutUnused(graph: Graph, besides: Iterable<string> = []): Graph {
  const needed = new Set([...graph.outputs.map(({ name }) => name), ...besides]);
  const kept: GraphNode[] = [];
  for (const node of graph.nodes.toReversed()) {
    if (!node.outputs.some((name) => needed.has(name))) continue;
    for (const name of node.inputs) needed.add(name);
    kept.push(node);
  }
  const constants = graph.constants.filter(({ name }) => needed.has(name));
  return { ...graph, constants, nodes: kept.reverse() };
}
