import { readFileSync } from 'node:fs';
import path from 'node:path';
import wabt from 'wabt';
import { kernelBytes } from './kernel-bytes';

it('the bytes are those of kernels.wat', async () => {
  const { parseWat } = await wabt();
  const module = parseWat('kernels.wat', readFileSync(path.join(__dirname, 'kernels.wat'), 'utf8'), {
    simd: true,
    threads: true,
  });
  const { buffer } = module.toBinary({});
  module.destroy();
  expect(Buffer.from(buffer).toString('base64')).toBe(kernelBytes);
});

it('are few enough for browsers, which compile no more than 4 KB at once', () => {
  expect(atob(kernelBytes).length).toBeLessThan(4096);
});
