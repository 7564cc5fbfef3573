// bundle.mjs FILE OUT: the sources of this repository that a file comes to, as one module; what is installed stays outside.
// In a process of its own: esbuild works in no sandbox.
import { isAbsolute } from 'node:path';
import { build } from 'esbuild';

const [entry, outfile] = process.argv.slice(2);

/** Ours are bundled, and the gradients of tfjs-core, which Node cannot import; everything else is installed. */
const installed = {
  name: 'installed',
  setup({ onResolve }) {
    onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      kind === 'entry-point' ||
      isAbsolute(path) ||
      path.startsWith('@ibp/') ||
      path.includes('tfjs-core/dist/')
        ? undefined
        : { path, external: true },
    );
  },
};

await build({
  entryPoints: [entry],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'es2022',
  conditions: ['@ibp/source'],
  plugins: [installed],
  logLevel: 'error',
});
