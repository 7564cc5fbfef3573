import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { type Bundle, bundle } from 'ibp-tools/bundle';
import type { DeviceOptions } from './runtime/device';
import { type TrainingRun, trainingRun } from './testing/training-run';

let apartMain: Bundle;
beforeAll(() => {
  apartMain = bundle({ file: path.join(__dirname, 'testing/training-run.main.ts') });
});
afterAll(() => apartMain.remove());

/** In a process of its own: onnxruntime-web imports modules in a way that jest does not allow. */
function apart(options: DeviceOptions): TrainingRun {
  const printed = execFileSync(process.execPath, [apartMain.file, JSON.stringify(options)], {
    encoding: 'utf8',
    stdio: 'pipe',
  });
  return JSON.parse(printed.trim().split('\n').at(-1)!);
}

const difference = (a: readonly number[], b: readonly number[]) =>
  Math.max(...a.map((x, i) => Math.abs(x - b[i]!)));

it.each([1, 2])('trains on onnxruntime-web (wasm, %i threads) as on onnxruntime-node', async (threads) => {
  const node = await trainingRun({ runtime: 'node' });
  const web = apart({ runtime: 'web', threads });
  expect(difference(web.losses, node.losses)).toBeLessThan(1e-5);
  expect(difference(web.weights, node.weights)).toBeLessThan(1e-4);
  expect(web.losses[19]! / web.losses[0]!).toBeLessThan(1);
});
