export { branchAndBound } from './branch-and-bound';
export type { BoundedPart, BranchAndBoundOptions, BranchAndBoundResult } from './options';
export { type Branch, type Leaf, leaves, type OpenUnits, type SplitTree } from './tree';
export type { FoundWitness } from './witness';
