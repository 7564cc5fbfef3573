import { fail, type Shape } from '../errors';
import { type OpName, ops, type ParamsOf } from '../ops/table';
import type { LinearSpec } from './linear-spec';

/** Whether a specification can be pulled back exactly through this op: whether it is linear and has one input. */
export function canPullBack(op: OpName): boolean {
  return 'pullBack' in ops[op];
}

/**
 * The specification on an op's input that equals `spec` on its output: `c' = W^T c`, `d' = c . b + d`
 * (eq. 9 of Gowal et al. 2019). Through the last layer this is elision.
 *
 * @param inputShape the op's input, without the batch.
 * @throws when the op is not linear, or has more than one input.
 */
export function pullBack<K extends OpName>(
  spec: LinearSpec,
  op: K,
  params: ParamsOf<K>,
  inputShape: Shape,
): LinearSpec {
  const definition = ops[op] as { pullBack?: (s: LinearSpec, p: ParamsOf<K>, i: Shape) => LinearSpec };
  if (!definition.pullBack) {
    const linear = (Object.keys(ops) as OpName[]).filter(canPullBack);
    fail('pullBack', `op "${op}" is not linear in one input; expected one of ${linear.join(', ')}`);
  }
  return definition.pullBack(spec, params, inputShape);
}
