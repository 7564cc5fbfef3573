import { isOf, vocabulary } from './ops/table';

/** How a linear op of one input mixes units, see `mixing` of {@link LinearOp}; `mixed` for any other op. */
export function mixing(op: string, params: object): 'unitwise' | 'apart' | 'mixed' {
  if (!isOf('linear', op)) return 'mixed';
  type Mixing = 'unitwise' | 'apart' | 'mixed';
  const own = vocabulary[op].mixing as undefined | 'unitwise' | ((params: unknown) => Mixing);
  return typeof own === 'function' ? own(params) : (own ?? 'mixed');
}
