export { boundsToOnnx } from './export/bounds';
export { marginsToOnnx } from './export/margins';
export { type ExportOptions, networkToOnnx } from './export/network';
