import { ballMethod, cascadeMethods } from './cascade';
import { compiledMethods } from './compiled';
import { eagerMethods } from './eager';
import { rigorousMethods, sdpMethod, solverMethods } from './exact';
import type { Method } from './method';
import { nodeMethods } from './nodes';
import { propertyMethods } from './property';
import { searchMethods } from './search';
import { vnnlibMethod } from './vnnlib';

/** Whatever says that something is so. */
export const methods: readonly Method[] = [
  ...eagerMethods,
  ...nodeMethods,
  ...searchMethods,
  ...propertyMethods,
  vnnlibMethod,
  ...cascadeMethods,
  ballMethod,
  ...compiledMethods,
  ...rigorousMethods,
  sdpMethod,
  ...solverMethods,
];
