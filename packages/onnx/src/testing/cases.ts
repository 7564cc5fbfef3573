import type fc from 'fast-check';
import type { KernelName } from '../kernels/table';
import { binaryCases, unaryCases } from './cases-elementwise';
import { indexCases } from './cases-index';
import { linearCases } from './cases-linear';
import { reduceCases } from './cases-reduce';
import { shapeCases } from './cases-shape';
import type { KernelCall } from './compare';

/** Calls of every kernel in the table: one without a case here does not compile. */
export const cases: { readonly [K in KernelName]: fc.Arbitrary<KernelCall> } = {
  ...unaryCases,
  ...binaryCases,
  ...reduceCases,
  ...shapeCases,
  ...indexCases,
  ...linearCases,
};
