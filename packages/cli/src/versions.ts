import { createRequire } from 'node:module';
import { cpus, totalmem } from 'node:os';

/** What a run was computed with. */
export type Versions = {
  readonly node: string;
  readonly platform: string;
  readonly processor: string;
  readonly memoryGiB: number;
  /** By package; those that are not installed are left out. */
  readonly packages: { readonly [name: string]: string };
};

const packages = [
  '@ibp/train',
  '@tensorflow/tfjs-core',
  '@tensorflow/tfjs-backend-wasm',
  '@tensorflow/tfjs-node',
  'onnxruntime-node',
];

export function versions(): Versions {
  const load = createRequire(import.meta.url);
  const version = (name: string): string | undefined => {
    try {
      return load(`${name}/package.json`).version;
    } catch {
      return undefined;
    }
  };
  const found = packages.map((name) => [name, version(name)]).filter(([, number]) => number !== undefined);
  return {
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    processor: `${cpus()[0]?.model.trim() ?? 'unknown'}, ${cpus().length} threads`,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    packages: Object.fromEntries(found),
  };
}
