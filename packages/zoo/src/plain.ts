export type { Card } from './card';
export { catalog, type ZooEntry, type ZooName } from './catalog';
export { plainZoo } from './plain-zoo';
export { zooFile, zooNames } from './zoo-file';
