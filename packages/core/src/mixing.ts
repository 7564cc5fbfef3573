import { isOf, vocabulary } from './ops/table';

/** How a linear op of one input mixes units, see `mixing` of {@link LinearOp}; `mixed` for any other op. */
export function mixing(op: string, params: object): 'unitwise' | 'apart' | 'mixed' {
  if (!isOf('linear', op)) return 'mixed';
  const own = vocabulary[op].mixing as undefined | 'unitwise' | ((params: unknown) => 'apart' | 'mixed');
  return typeof own === 'function' ? own(params) : (own ?? 'mixed');
}
