export type { Atom, Conjunction } from './atom';
export type { Decimal } from './number/decimal';
export {
  type EndsOption,
  type ExactFormula,
  satisfies,
  type VnnlibQuery,
} from './query';
export { parseVnnlib } from './read/parse-vnnlib';
export type { VariableIndex, VnnlibTensor } from './variable';
export { type VnnlibText, type WrittenTensor, writeVnnlib } from './write/write-vnnlib';
