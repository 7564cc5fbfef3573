// Tests on webgpu have what Node lacks from Dawn, the npm package `webgpu`, in the folder that IBP_DAWN names. It lives in
// Node's own realm, as every addon: it is started there, and the realm of the tests is given what it made.
const { createRequire } = require('node:module');
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');
const { buildSync } = require('esbuild');

const source = join(__dirname, '../../packages/backend/src/dawn.ts');

/** `useDawn` of `@ibp/backend`, compiled. */
function compiled() {
  const { outputFiles } = buildSync({ entryPoints: [source], write: false, bundle: true, format: 'cjs' });
  const module = { exports: {} };
  new Function('module', 'exports', 'require', outputFiles[0].text)(
    module,
    module.exports,
    createRequire(source),
  );
  return module.exports;
}

/** Tests of one process share it. */
let isStarted = false;

/** What tests find under these names: `navigator`, the classes of WebGPU, and how to have Dawn take its turns. */
module.exports.dawnGlobals = async () => {
  if (!process.env.IBP_DAWN)
    throw new Error('IBP_DAWN: expected the folder of the npm package webgpu, got none');
  const dawn = await import(pathToFileURL(join(process.env.IBP_DAWN, 'index.js')).href);
  if (!isStarted) compiled().useDawn(dawn);
  isStarted = true;
  const names = [...Object.keys(dawn.globals), 'navigator', Symbol.for('@ibp/backend.dawnTick')];
  return Object.fromEntries(names.map((name) => [name, globalThis[name]]));
};
