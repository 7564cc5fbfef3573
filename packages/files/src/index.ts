export { type AppendOptions, appendWhole } from './append-whole';
export { lock, type Release } from './lock';
export { type StagedFile, stageFile } from './stage-file';
export { removeLeftOvers } from './temporary';
export { writeNew, writeWhole } from './write-whole';
