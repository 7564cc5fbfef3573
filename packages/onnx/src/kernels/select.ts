import type { Builder } from '../graph/builder';
import { elementwise } from '../graph/elementwise';
import { broadcastTo, materialize, plain, reshapeNode, type View } from '../graph/view';
import type { KernelRule } from './rule';

const INT32 = 6;
const BOOL = 9;

/** A condition of one axis chooses whole rows; any other is of the shape of what it chooses from. */
function conditionFor(b: Builder, condition: View, rank: number): View {
  if (condition.shape.length !== 1 || rank === 1) return condition;
  const shape = [...condition.shape, ...Array(rank - 1).fill(1)];
  return plain(reshapeNode(b, materialize(b, condition), condition.shape, shape), 'bool', shape);
}

/** onnxruntime has no Where of bools: they go through it as whole numbers. */
export const select: KernelRule = (b, inputs) => {
  const { condition, t, e } = inputs as { condition: View; t: View; e: View };
  const choose = (c: string, x: string, y: string): string => {
    if (t.dtype !== 'bool') return b.one('Where', [c, x, y]);
    const [p, q] = [x, y].map((name) => b.one('Cast', [name], { to: INT32 })) as [string, string];
    return b.one('Cast', [b.one('Where', [c, p, q])], { to: BOOL });
  };
  const chosen = elementwise(b, [conditionFor(b, condition, t.shape.length), t, e], choose, t.dtype);
  return broadcastTo(chosen, t.shape);
};
