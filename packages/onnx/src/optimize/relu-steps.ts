import type { Graph, GraphNode } from '../graph/graph';
import { usesOf, withoutUnused } from './uses';

/**
 * The step of what a relu is taken of, transposed, as the step of the relu's transposed output, where that is there: they are the same,
 * NaN too, and a convolution's output is turned once less for the gradient of the layer behind it.
 */
export function stepsOfRelus(graph: Graph): Graph {
  const { maker, usedOnce } = usesOf(graph);
  const values = new Map(graph.constants.map(({ name, data }) => [name, data]));
  /** What a step is taken of: it clips so many times a tensor between 0 and 1, so that what is below 0 is 0. */
  const stepped = (step: GraphNode | undefined): GraphNode | undefined => {
    if (step?.op !== 'HardSigmoid') return undefined;
    const { alpha, beta } = step.attributes as { [name: string]: { readonly float?: number } | undefined };
    const scaled = maker(step.inputs[0]!);
    const [factor = Number.NaN] = values.get(scaled?.inputs[1] ?? '') ?? [];
    const grows = beta?.float === 0 && alpha?.float !== undefined && alpha.float > 0 && Number(factor) > 0;
    return grows && scaled?.op === 'Mul' ? scaled : undefined;
  };
  const key = (name: string, perm: unknown) => `${name} ${perm}`;
  const relus = new Map<string, string>();
  const turned = new Map<string, string>();
  const nodes = graph.nodes.flatMap((node): GraphNode[] => {
    const [input] = node.inputs as [string];
    const [output] = node.outputs as [string];
    if (node.op === 'Relu') relus.set(input, output);
    if (node.op !== 'Transpose') return [node];
    const { perm } = node.attributes;
    const step = maker(input);
    const scaled = stepped(step);
    const of = scaled && usedOnce(input) ? relus.get(scaled.inputs[0]!) : undefined;
    const there = of === undefined ? undefined : turned.get(key(of, perm));
    if (there === undefined) {
      turned.set(key(input, perm), output);
      return [node];
    }
    const name = `${output}_scaled`;
    return [
      { ...scaled!, inputs: [there, scaled!.inputs[1]!], outputs: [name] },
      { ...step!, inputs: [name], outputs: [output] },
    ];
  });
  return withoutUnused({ ...graph, nodes });
}
