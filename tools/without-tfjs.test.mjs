import assert from 'node:assert/strict';
import { dirname, join } from 'node:path';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** What a file imports of tfjs, by whatever it imports. */
async function ofTfjs(file) {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [join(root, file)],
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'esm',
    conditions: ['@ibp/source'],
    external: ['@tensorflow/*', 'onnxruntime-*'],
    logLevel: 'silent',
  });
  const imports = Object.values(metafile.outputs).flatMap((output) => output.imports);
  return [...new Set(imports.map(({ path }) => path).filter((path) => path.startsWith('@tensorflow/')))];
}

it('ONNX files are read where there is no tfjs', async () => {
  assert.deepEqual(await ofTfjs('packages/onnx/src/import.ts'), []);
  // what imports it is seen
  assert.deepEqual(await ofTfjs('packages/onnx/src/index.ts'), ['@tensorflow/tfjs-core']);
});
