import { readFileSync } from 'node:fs';
import path from 'node:path';
import { greatestWhere, type PlaneOverBox } from '@ibp/exact';
import { stream } from '@ibp/testing';
import wabt from 'wabt';
import { planesOnHeap } from './fall';
import { fallBytes } from './fall-bytes';

it('the bytes are those of fall.wat', async () => {
  const { parseWat } = await wabt();
  const module = parseWat('fall.wat', readFileSync(path.join(__dirname, 'fall.wat'), 'utf8'), { simd: true });
  const { buffer } = module.toBinary({});
  module.destroy();
  expect(Buffer.from(buffer).toString('base64')).toBe(fallBytes);
});

it('gives what greatestWhere gives, of each plane and of none', () => {
  const next = stream(3);
  for (const features of [1, 2, 7, 32]) {
    const plane = (): PlaneOverBox => ({
      bound: 2 * next(),
      slopes: Float64Array.from({ length: features }, () => next() - 0.5),
    });
    const all = [plane(), undefined, plane(), plane()];
    const planes = planesOnHeap(all, features);
    for (let k = 0; k < 20; k++) {
      const half = plane();
      planes.setHalf(half);
      for (const [i, own] of all.entries()) {
        const known = own?.bound ?? 1.5;
        expect(planes.greatest(i, known)).toBeCloseTo(own ? greatestWhere(own, half, known) : known, 12);
      }
    }
  }
});
