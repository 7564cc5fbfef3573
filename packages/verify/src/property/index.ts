export type {
  PropertyOptions,
  PropertyProgress,
  PropertyReason,
  PropertyResult,
  PropertyStrategy,
  PropertyWitness,
} from './options';
export type { BoxBranch, BoxLeaf, PropertyTree } from './tree';
export { verifyProperty } from './verify-property';
