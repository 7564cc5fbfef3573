import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { relative } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import type { Options } from 'tsup';

type Plugin = NonNullable<Options['esbuildPlugins']>[number];
const NAMESPACES = {
  util: tf.util,
  backend_util: tf.backend_util,
  broadcast_util: tf.broadcast_util,
  slice_util: tf.slice_util,
  tensor_util: tf.tensor_util,
};
const LICENCE = /^\/\*\*\s+\* @license[\s\S]*?\*\/\s*/;

/**
 * Bundles tfjs-core's gradients without the rest of tfjs-core. Only `@tensorflow/tfjs-core` itself is
 * public and importable in Node; the gradients are neither, and reach the ops by relative paths. What a
 * module of theirs exports is taken from the public entry where that has it; only the ops that it lacks
 * (the gradient kernels' wrappers) are bundled.
 */
export const publicCore = (): Plugin => ({
  name: 'public-core',
  setup(build) {
    const dist = createRequire(import.meta.url)
      .resolve('@tensorflow/tfjs-core')
      .replace(/[^/\\]*$/, '');
    build.onLoad({ filter: /tfjs-core[\\/]dist[\\/].*\.js$/ }, async ({ path }) => {
      const file = relative(dist, path).replaceAll('\\', '/');
      const source = await readFile(path, 'utf8');
      const own = { contents: source.replace(LICENCE, ''), loader: 'js' } as const; // src/gradients.ts has the notice
      if (file.startsWith('gradients/')) return own;
      const declared = [...source.matchAll(/^export (?:const|let|function|class) (\w+)/gm)].map((m) => m[1]!);
      const names = file === 'util.js' ? Object.keys(tf.util) : declared; // util.js re-exports another file
      const lines = names.map(publicExport);
      const isPublic = lines.some((line) => line !== undefined);
      if (!isPublic || (/^(ops\/|types)/.test(file) && lines.includes(undefined))) return own;
      return { contents: [`import * as tf from '@tensorflow/tfjs-core';`, ...lines].join('\n') };
    });
  },
});

function publicExport(name: string): string | undefined {
  if (name === 'ENGINE') return 'export const ENGINE = tf.engine();';
  if (name === 'getGlobalTensorClass') return 'export const getGlobalTensorClass = () => tf.Tensor;';
  if (name in tf) return `export const ${name} = tf.${name};`;
  const home = Object.entries(NAMESPACES).find(([, members]) => name in members)?.[0];
  return home && `export const ${name} = tf.${home}.${name};`;
}
