import type { Constant, Graph, GraphNode } from '../graph/graph';
import { usesOf, withoutUnused } from './uses';

/**
 * A number for each channel added to what a convolution gives, as the bias of the convolution: it is added while the
 * result is in the cache. onnxruntime itself does so for constants alone.
 */
export function biasIntoConv(graph: Graph): Graph {
  const { maker, usedOnce } = usesOf(graph);
  const constants = new Map(graph.constants.map((constant) => [constant.name, constant]));
  const added: Constant[] = [];
  const gone = new Set<string>();
  const nodes = graph.nodes.flatMap((node): GraphNode[] => {
    if (node.op !== 'Add') return [node];
    for (const [y, bias] of [node.inputs, node.inputs.toReversed()] as [string, string][]) {
      const conv = maker(y);
      const channels = perChannel(maker(bias), constants);
      if (conv?.op !== 'Conv' || conv.inputs.length > 2 || !usedOnce(y) || channels === undefined) continue;
      const flat = `${node.outputs[0]}_bias`;
      const shape = `${flat}_shape`;
      added.push({ name: shape, dtype: 'int64', shape: [1], data: BigInt64Array.of(BigInt(channels)) });
      gone.add(y);
      const { inputs } = maker(bias)!;
      return [
        { op: 'Reshape', inputs: [inputs[0]!, shape], outputs: [flat], attributes: {} },
        { ...conv, inputs: [...conv.inputs, flat], outputs: node.outputs },
      ];
    }
    return [node];
  });
  const kept = nodes.filter(({ op, outputs }) => !(op === 'Conv' && gone.has(outputs[0]!)));
  return withoutUnused({ ...graph, constants: [...graph.constants, ...added], nodes: kept });
}

/** How many channels, where the node gives a tensor the shape `[1, channels, 1, ...]`. */
function perChannel(
  node: GraphNode | undefined,
  constants: ReadonlyMap<string, Constant>,
): number | undefined {
  if (node?.op !== 'Reshape') return undefined;
  const shape = Array.from(constants.get(node.inputs[1]!)?.data ?? [], Number);
  const [first, channels, ...rest] = shape;
  return first === 1 && channels !== undefined && rest.length > 0 && rest.every((n) => n === 1)
    ? channels
    : undefined;
}
