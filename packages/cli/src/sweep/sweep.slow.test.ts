import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bundle, bundle } from 'ibp-tools/bundle';
import { tinyRecipe } from '../testing';

let command: Bundle;
let folder: string;
beforeAll(async () => {
  command = bundle({ file: join(__dirname, '../bin.ts') });
  folder = await mkdtemp(join(tmpdir(), 'ibp-sweep-'));
  await writeFile(join(folder, 'recipe.json'), JSON.stringify(tinyRecipe));
  const space = { learningRate: { from: 1e-4, to: 1e-2, scale: 'log' }, kappaEnd: { from: 0, to: 1 } };
  const strategy = { name: 'successive-halving', trials: 27 };
  await writeFile(join(folder, 'sweep.json'), JSON.stringify({ space, strategy }));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  command.remove();
});

const begin = (out: string) => {
  const data = ['--data', 'digits', '--validation', '200', '--test-examples', '50', '--track-examples', '0'];
  const how = ['--engine', 'eager', '--checkpoint-every', '3', '--quiet'];
  const files = [
    join(folder, 'sweep.json'),
    '--recipe',
    join(folder, 'recipe.json'),
    '--out',
    join(folder, out),
  ];
  // here, where the thread that makes batches finds what reads sources
  return spawn(process.execPath, [command.file, 'sweep', ...files, ...data, ...how], {
    ...{ cwd: __dirname, stdio: 'ignore' },
  });
};
const read = (...path: string[]) => readFile(join(folder, ...path), 'utf8').catch(() => '');
const lines = async (out: string) => (await read(out, 'sweep.jsonl')).split('\n').length - 1;

it('27 trials that were killed in three rungs go on, and end with the same winner', async () => {
  expect(await once(begin('whole'), 'exit')).toEqual([0, null]);
  for (const after of [6, 33, 39]) {
    const child = begin('killed');
    const ended = once(child, 'exit');
    while ((await lines('killed')) < after) await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill('SIGKILL');
    expect(await ended).toEqual([null, 'SIGKILL']);
  }
  expect(await lines('killed')).toBeLessThan(41);
  expect(await once(begin('killed'), 'exit')).toEqual([0, null]);
  expect(await lines('killed')).toBe(1 + 27 + 9 + 3 + 1);
  const whole = JSON.parse(await read('whole', 'sweep.json'));
  expect(whole.winner).toMatchObject({ rung: 3, budget: 1 });
  expect(JSON.parse(await read('killed', 'sweep.json'))).toEqual(whole);
}, 600_000);
