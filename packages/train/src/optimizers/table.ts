import { fail } from '@ibp/core';
import { adam } from './adam';
import { type AdamWOptions, adamw } from './adamw';
import type { AdamOptions } from './moments';
import { radam } from './radam';
import type { OptimizerRule } from './rule';
import { type SgdOptions, sgd } from './sgd';

/** An optimiser as data. A new one is a file beside these, a variant here and a line in `rules`. */
export type OptimizerOptions =
  | ({ readonly name: 'adam' } & AdamOptions)
  | ({ readonly name: 'adamw' } & AdamWOptions)
  | ({ readonly name: 'radam' } & AdamOptions)
  | ({ readonly name: 'sgd' } & SgdOptions);

/** The optimisers there are, by name. */
export type OptimizerName = OptimizerOptions['name'];

const rules: {
  readonly [N in OptimizerName]: (options: OptimizerOptions & { readonly name: N }) => OptimizerRule;
} = { adam, adamw, radam, sgd };

/** The optimisers there are, by name. */
export const optimizerNames = Object.keys(rules) as readonly OptimizerName[];

/** @throws when there is no such optimiser, or its options cannot be. */
export function optimizerRule(options: OptimizerOptions): OptimizerRule {
  if (!Object.hasOwn(rules, options.name)) {
    fail('optimizer', `expected ${optimizerNames.join(', ')}, got "${options.name}"`);
  }
  return (rules[options.name] as (options: OptimizerOptions) => OptimizerRule)(options);
}
