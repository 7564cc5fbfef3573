import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { disposeNetwork } from '@ibp/layers';
import { pseudoRandom } from '../pseudo-random';
import { buildNetwork } from '../runners/build-network';
import { measureVerification } from './measure';
import { writeNetworkFile } from './network-file';
import { type VerificationWorkload, verificationWorkload } from './task';

let folder: string;
let workload: VerificationWorkload;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ibp-bench-'));
  const file = join(folder, 'small.safetensors');
  workload = {
    ...verificationWorkload('small', { file, threads: 1, quick: true }),
    ...{ inputShape: [10, 10, 1], fewer: 64, epsilon: 0.01 },
  };
});
afterAll(() => rm(folder, { recursive: true }));

it('measures methods on engines that agree, and says what is left out', async () => {
  const network = buildNetwork(workload);
  const images = [pseudoRandom(100, 3), pseudoRandom(100, 4)];
  await writeNetworkFile(workload.file, {
    ...{ network, images, labels: [3, 7] },
    subjects: { proved: [], open: [0] },
  });
  disposeNetwork(network);

  const lines: string[] = [];
  const results = await measureVerification(workload, {
    engines: ['wasm', 'float64'],
    methods: ['ibp', 'crown-ibp', 'pgd', 'lp'],
    rounds: 2,
    log: (line) => lines.push(line),
  });
  expect(results.map(({ method, engine, count }) => [method, engine, count])).toEqual([
    ['ibp', 'wasm', 2],
    ['ibp', 'float64', 2],
    ['crown-ibp', 'wasm', 1],
    ['crown-ibp', 'float64', 1],
    ['lp', 'float64', 1],
  ]);
  for (const { median, least, engine, method, difference } of results) {
    expect(least).toBeGreaterThan(0);
    expect(median).toBeGreaterThanOrEqual(least);
    // ours pays for the rounding of float32
    if (engine === 'float64' && method !== 'lp') expect(difference).toBeLessThan(1e-3);
  }
  expect(lines).toEqual(['  wasm, pgd: left out: none of the images is of the kind that is needed']);
});

it('refuses a model that it has no settings for', () => {
  expect(() => verificationWorkload('none', { file: '', threads: 1 })).toThrow(
    'expected small, medium, got none',
  );
});
