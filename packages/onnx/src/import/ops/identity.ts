import type { OpRule } from '../graph/call';
import { input, optionalConstant } from './inputs';

/** What it is given. */
export const identity: OpRule = (call) => input(call, 0);

/** Nothing is dropped outside training. */
export const dropout: OpRule = (call) => {
  const { attributes, refuse } = call;
  attributes.float('ratio', 0);
  attributes.int('seed', 0);
  optionalConstant(call, 1);
  if (optionalConstant(call, 2)?.data[0]) refuse('expected training_mode false, got true');
  return input(call, 0);
};
