import { fusedActivation } from './activation';
import type { Converter } from './converter';

export const dense: Converter = (call) => {
  const { build, name, inputs, weight } = call;
  const params = { kernel: weight('kernel')!, bias: weight('bias') };
  return fusedActivation(call, build.add('dense', params, inputs, name));
};
