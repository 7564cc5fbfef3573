import type { Graph, GraphNode } from '../graph/graph';
import { withoutUnused } from './uses';

/** A graph in two parts: what comes of some of its inputs alone, and what else is computed of that. */
export type SplitGraph = {
  /** Gives the tensors that {@link rest} takes from it; it has no outputs of its own. */
  readonly given: Graph;
  /** Those tensors, by the names that they have in both parts. */
  readonly between: readonly string[];
  readonly rest: Graph;
};

/**
 * What depends on `names` alone, apart from the rest of the graph: computed once where the rest runs many times with the same
 * of them. Copies of a tensor over new axes (`Expand`) are made where they are needed: they are larger than what they copy.
 *
 * @param names of inputs.
 */
export function splitGiven(graph: Graph, names: ReadonlySet<string>): SplitGraph {
  const constants = new Set(graph.constants.map(({ name }) => name));
  const outputs = new Set(graph.outputs.map(({ name }) => name));
  const known = new Set(names);
  const makers = new Map<string, GraphNode>();
  const later: GraphNode[] = [];
  for (const node of graph.nodes) {
    const isGiven =
      node.inputs.some((name) => known.has(name)) &&
      node.inputs.every((name) => name === '' || known.has(name) || constants.has(name)) &&
      !node.outputs.some((name) => outputs.has(name));
    if (!isGiven) later.push(node);
    for (const name of isGiven ? node.outputs : []) {
      known.add(name);
      makers.set(name, node);
    }
  }
  const between = new Set<string>();
  const copies = new Set<GraphNode>();
  const need = (name: string): void => {
    const maker = makers.get(name);
    if (!maker) return;
    if (maker.op !== 'Expand') between.add(name);
    else if (!copies.has(maker)) {
      maker.inputs.forEach(need);
      copies.add(maker); // after those that it is made of
    }
  };
  for (const { inputs } of later) inputs.forEach(need);
  const nodes = [...new Set(makers.values())];
  const rest = withoutUnused({ ...graph, nodes: [...copies, ...later] });
  const used = new Set(rest.nodes.flatMap(({ inputs }) => inputs));
  return {
    given: withoutUnused({ ...graph, inputs: inputsOf(graph, names), outputs: [], nodes }, between),
    between: [...between],
    rest: { ...rest, inputs: graph.inputs.filter(({ name }) => used.has(name) || !names.has(name)) },
  };
}

const inputsOf = ({ inputs }: Graph, names: ReadonlySet<string>) =>
  inputs.filter(({ name }) => names.has(name));
