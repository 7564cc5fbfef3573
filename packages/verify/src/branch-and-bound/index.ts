export {
  type BranchAndBoundOptions,
  type BranchAndBoundResult,
  branchAndBound,
} from './branch-and-bound';
export { type Branch, type Leaf, leaves, type OpenUnits, type SplitTree } from './tree';
export type { CounterExample } from './witness';
