import { axesOf } from '../graph/shapes';
import { materialize, plain } from '../graph/view';
import type { KernelRule } from './rule';

export const softmax: KernelRule = (b, { logits }, { dim }) => {
  const { dtype, shape } = logits!;
  const [axis] = axesOf(dim, shape.length) as [number];
  return plain(b.one('Softmax', [materialize(b, logits!)], { axis }), dtype, shape);
};
