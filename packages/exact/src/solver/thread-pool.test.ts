import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { threadPool } from './thread-pool';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ibp-threads-'));
});
afterAll(() => rm(folder, { recursive: true }));

it('gives no task to an idle thread that is being ended', async () => {
  const file = join(folder, 'echo.cjs');
  await writeFile(
    file,
    "const { parentPort } = require('node:worker_threads'); parentPort.on('message', (m) => parentPort.postMessage(m));",
  );
  const pool = threadPool<{ task: number }, { task: number }>(file, { threads: 1, idle: 0.02 });
  for (let task = 0; task < 5; task++) {
    expect(await pool.run({ task }, 60)).toMatchObject({ answer: { task } });
    // busy until the timer is due, then one turn, in which it ends the thread, and not the next, in which that is told
    for (const start = performance.now(); performance.now() - start < 30; );
    await turn();
    await turn();
  }
  await pool.close();
});
