// bundle.mjs FILE OUT: the sources of this repository that a file comes to, as one module; what is installed stays outside.
// In a process of its own: esbuild works in no sandbox.
import { readFile } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const [entry, outfile] = process.argv.slice(2);

/** Ours are bundled, and the gradients of tfjs-core, which Node cannot import; everything else is installed. */
const installed = {
  name: 'installed',
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^[^./]/ }, async ({ path, kind, resolveDir, pluginData }) => {
      if (pluginData === installed || kind === 'entry-point' || isAbsolute(path)) return undefined;
      if (path.startsWith('@ibp/') || path.includes('tfjs-core/dist/')) return undefined;
      const found = await resolve(path, { kind, resolveDir, pluginData: installed });
      // of a version of its own, which is found from the package alone that asks for it
      const own = /[/\\](packages|examples)[/\\][^/\\]+[/\\]node_modules[/\\]/.test(found.path);
      return { path: own ? pathToFileURL(found.path).href : path, external: true };
    });
  },
};

/** What lies beside a source, such as the code of a thread, is found where it is. */
const besideSource = {
  name: 'beside-source',
  setup({ onLoad }) {
    onLoad({ filter: /[/\\]packages[/\\].*\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const url = JSON.stringify(pathToFileURL(path).href);
      return { contents: source.replaceAll('import.meta.url', url), loader: 'ts' };
    });
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
  plugins: [installed, besideSource],
  logLevel: 'error',
});
