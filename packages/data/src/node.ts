export { cacheDirectory, DATA_DIR_VARIABLE } from './files/directories';
export { type DownloadOptions, download } from './files/download';
export type { Progress } from './files/fetchPart';
export { type LoadOptions, loadDataset, loadSource } from './files/load';
export { cifar10, fashionMnist, mnist, svhn } from './files/loaders';
export { terminalProgress } from './files/terminalProgress';
