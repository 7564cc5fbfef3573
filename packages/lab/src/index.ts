export { labFolder } from './folder';
export { openInBrowser } from './open';
export type { LabRun } from './run';
export { type LabOptions, type ServedLab, serveLab } from './serve';
