import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { highsWeb, type SolverWorker } from './highs-web';
import { hardProblem, smallProblem } from './testing';

let started: Worker[] = [];
const start = (file: string) => (): SolverWorker => {
  const worker = new Worker(join(__dirname, file), { execArgv: [] });
  started.push(worker);
  const on = (type: string, hear: (event: never) => void) =>
    worker.on(type, (what) => hear((type === 'message' ? { data: what } : what) as never));
  return {
    postMessage: (message) => worker.postMessage(message),
    addEventListener: on as SolverWorker['addEventListener'],
    terminate: () => void worker.terminate(),
  };
};
let solver: ReturnType<typeof highsWeb>;
beforeEach(() => {
  started = [];
  solver = highsWeb({ start: start('testing-web-worker.mjs'), grace: 0.2 });
});
afterEach(async () => {
  await solver.close();
  await Promise.all(started.map((worker) => worker.terminate()));
});

it('solves one problem after the other in one worker', async () => {
  const both = await Promise.all([1, 2].map(() => solver.solve(smallProblem, { timeLimit: 30 })));
  expect(both.map(({ status }) => status)).toEqual(['optimal', 'optimal']);
  expect(both[0]!.objective).toBeCloseTo(-5.75, 9);
  expect([...both[1]!.x!]).toEqual([expect.closeTo(2.25, 9), expect.closeTo(1.75, 9)]);
  expect(started).toHaveLength(1);
});

it('ends what is aborted, and what does not keep its time, with its worker; the next problem has another', async () => {
  const controller = new AbortController();
  const endless = solver.solve(hardProblem, { timeLimit: 60, signal: controller.signal });
  setTimeout(() => controller.abort(), 100);
  expect(await endless).toMatchObject({ status: 'failed', reason: 'aborted' });
  // the limit ends before the module is loaded: nothing stops by itself
  const late = await solver.solve(hardProblem, { timeLimit: 1e-3 });
  expect(late.status).toBe('timeLimit');
  expect((await solver.solve(smallProblem, { timeLimit: 30 })).status).toBe('optimal');
  await solver.close();
  expect(await solver.solve(smallProblem, { timeLimit: 30 })).toMatchObject({ reason: 'aborted' });
});

it('a worker that dies takes its problem along, and what is malformed is refused before there is one', async () => {
  const none = highsWeb({ start: start('no-such-file.mjs') });
  expect(await none.solve(smallProblem, { timeLimit: 30 })).toMatchObject({
    status: 'failed',
    reason: expect.stringMatching(/thread died: .*no-such-file/),
  });
  await expect(solver.solve(smallProblem, { timeLimit: 0 })).rejects.toThrow('expected a time limit');
  expect(started).toHaveLength(1);
});
