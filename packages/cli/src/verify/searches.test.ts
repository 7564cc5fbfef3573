import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { plainForward } from '@ibp/exact';
import { disposeNetwork, networkOf } from '@ibp/layers';
import { networkToOnnx } from '@ibp/onnx/export';
import { plainDense, randomBox } from '@ibp/testing';
import { type Bundle, bundle } from 'ibp-tools/bundle';
import { startSearches } from './searches';

let folder: string;
let script: Bundle;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ibp-searches-'));
  script = bundle({ file: join(__dirname, '..', 'script.ts') });
});
afterAll(async () => {
  script.remove();
  await rm(folder, { recursive: true });
});

async function ibp(...args: readonly string[]) {
  const run = promisify(execFile)(process.execPath, [script.file, ...args], { timeout: 40_000 });
  const { stdout } = await run.catch((error: { stdout: string }) => error);
  return stdout;
}

it('two processes search one property, and prove it', async () => {
  const plain = plainDense([3, 10, 10, 2], 95);
  const { lower, upper } = randomBox(plain, 5, 2, true);
  let most = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < 17 ** 3; k++) {
    const at = [k % 17, Math.floor(k / 17) % 17, Math.floor(k / 17 ** 2)];
    const z = plainForward(
      plain,
      lower.map((l, i) => l + (at[i]! / 16) * (upper[i]! - l)),
    );
    most = Math.max(most, z[0]! - z[1]!);
  }
  const [onnx, vnnlib, proof] = ['net.onnx', 'holds.vnnlib', 'proof.json'].map((name) => join(folder, name));
  const net = networkOf(plain);
  await writeFile(onnx!, await networkToOnnx(net));
  disposeNetwork(net);
  const names = ['X_0', 'X_1', 'X_2', 'Y_0', 'Y_1'].map((name) => `(declare-const ${name} Real)`);
  const ends = [0, 1, 2].map((i) => `(assert (>= X_${i} ${lower[i]}))(assert (<= X_${i} ${upper[i]}))`);
  const unsafe = `(assert (>= Y_0 (+ Y_1 ${most + 0.02})))`;
  await writeFile(vnnlib!, [...names, ...ends, unsafe].join('\n'));
  const asked = ['verify', onnx!, vnnlib!];
  const found = JSON.parse(await ibp(...asked, '--workers', '2', '--certificate', proof!, '--json'));
  expect(found).toMatchObject({ answer: 'unsat', confirmed: true });
  // or this process alone would have settled it
  expect(found.nodes).toBeGreaterThan(128);
  expect(await ibp(...asked, '--check', proof!)).toMatch(/confirmed/);
}, 120_000);

it('one process is this one', () => {
  expect(startSearches({ workers: 1 })).toBeUndefined();
  expect(startSearches({})).toBeUndefined();
});
