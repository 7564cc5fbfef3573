import { statSync } from 'node:fs';
import { join } from 'node:path';
import { userPath } from './run-folder';

/** Whether a path is that of an ONNX file, which gzip may have packed. */
export const isOnnx = (path: string): boolean => path.endsWith('.onnx') || path.endsWith('.onnx.gz');

/** What a network of `@ibp/zoo` is called: `zoo:digits-0.1-small`. */
const zooPrefix = 'zoo:';

/** The name that the zoo knows it by; undefined where it is none of its networks. */
export const zooName = (network: string): string | undefined =>
  network.startsWith(zooPrefix) ? network.slice(zooPrefix.length) : undefined;

/** The file of a model, or the network of the zoo, that the settings name; undefined where they name a run. */
export function modelFile({ network }: { readonly network?: string | undefined }): string | undefined {
  if (network === undefined || zooName(network) !== undefined) return network;
  const path = userPath(network);
  if (path.endsWith('.json') || isOnnx(path)) return path;
  const isThere = (file: string) => statSync(join(path, file), { throwIfNoEntry: false }) !== undefined;
  return !isThere('recipe.json') && !isThere('run.json') && isThere('model.json')
    ? join(path, 'model.json')
    : undefined;
}
