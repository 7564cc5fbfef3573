import { join } from 'node:path';
import { build } from 'esbuild';

it.each(['index.ts', 'digits.ts'])('%s bundles for a browser: nothing it loads needs Node', async (entry) => {
  const { outputFiles, errors } = await build({
    entryPoints: [join(__dirname, entry)],
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'esm',
    external: ['@tensorflow/tfjs-core', 'mnist'],
    logLevel: 'silent',
  });
  expect(errors).toEqual([]);
  expect(outputFiles).toHaveLength(1);
  expect(outputFiles[0]!.text).not.toMatch(/\bBuffer\.|\bprocess\.|\brequire\(/);
});
