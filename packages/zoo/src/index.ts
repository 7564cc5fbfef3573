export type { Card } from './card';
export { catalog, type ZooEntry, type ZooName } from './catalog';
export { zoo } from './zoo';
export { zooNames } from './zoo-file';
