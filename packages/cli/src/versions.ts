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

/** That of a package, where it is installed. */
export function versionOf(name: string): string | undefined {
  try {
    return createRequire(import.meta.url)(`${name}/package.json`).version;
  } catch {
    return undefined;
  }
}

const packages = [
  '@ibp/train',
  '@tensorflow/tfjs-core',
  '@tensorflow/tfjs-backend-wasm',
  '@tensorflow/tfjs-node',
  'onnxruntime-node',
];

export function versions(): Versions {
  const found = packages.map((name) => [name, versionOf(name)]).filter(([, number]) => number !== undefined);
  return {
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    processor: `${cpus()[0]?.model.trim() ?? 'unknown'}, ${cpus().length} threads`,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    packages: Object.fromEntries(found),
  };
}
