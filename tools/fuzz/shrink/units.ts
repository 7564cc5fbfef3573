import { activations } from '@ibp/bounds';
import { isNumbers, type Net, type NetNode, type Numbers } from '../net';
import { rebuilt, withoutSlice } from './rebuild';
import type { Trial } from './trial';

const elementwise = (op: string): boolean =>
  op in activations || ['add', 'subtract', 'multiply', 'affine', 'batchNorm', 'rescale'].includes(op);

/** Nodes whose units belong together: with one of them unit k of all goes. */
function groups({ nodes }: Net): number[] {
  const group = [...nodes.keys()];
  for (const [i, node] of nodes.entries()) {
    if (!elementwise(node.op)) continue;
    for (const k of node.inputs) {
      const [from, to] = [group[i]!, group[k]!];
      for (let j = 0; j < group.length; j++) if (group[j] === from) group[j] = to;
    }
  }
  return group;
}

const without = (numbers: unknown, axis: number, k: number) => withoutSlice(numbers as Numbers, axis, k);

/** Trials with one unit less, of networks of vectors. */
export function* fewerUnits({ net, box, row }: Trial): Generator<Trial> {
  const known = net.nodes.every(
    ({ op, shape }) => shape.length === 1 && (op === 'input' || op === 'dense' || elementwise(op)),
  );
  if (!known) return;
  const group = groups(net);
  for (const g of new Set(group)) {
    const members = new Set([...net.nodes.keys()].filter((i) => group[i] === g));
    const size = net.nodes[g]!.shape[0]!;
    for (let k = 0; k < size && size > 1; k++) {
      const nodes = net.nodes.map((node, i): NetNode => {
        let params: { [name: string]: unknown } = { ...node.params };
        if (node.op === 'dense') {
          if (members.has(node.inputs[0]!)) params.kernel = without(params.kernel, 0, k);
          if (members.has(i)) {
            params.kernel = without(params.kernel, 1, k);
            if (params.bias) params.bias = without(params.bias, 0, k);
          }
        } else if (members.has(i)) {
          params = Object.fromEntries(
            Object.entries(params).map(([key, v]) => [
              key,
              isNumbers(v) && v.shape.length === 1 && v.shape[0] === size ? without(v, 0, k) : v,
            ]),
          );
        }
        return { ...node, params, shape: node.op === 'input' && members.has(i) ? [size - 1] : node.shape };
      });
      const smaller = rebuilt(nodes);
      if (!smaller) continue;
      const cut = members.has(0)
        ? { lower: box.lower.filter((_, i) => i !== k), upper: box.upper.filter((_, i) => i !== k) }
        : box;
      const c = members.has(net.nodes.length - 1) ? row.c.filter((_, i) => i !== k) : row.c;
      yield { net: smaller, box: cut, row: { ...row, c } };
    }
  }
}
