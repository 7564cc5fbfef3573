import { join } from 'node:path';
import { checkCertificate, createCertificate } from '@ibp/exact';
import { type Bundle, bundle } from 'ibp-tools/bundle';
import { propertyOutcome } from '../../certificate/property-outcome';
import { lowered } from '../../testing/lowered';
import { verifyProperty } from '../verify-property';
import { searchProcesses } from './processes';
import { serveSearches } from './serve-searches';
import { atMost, hardProblem } from './testing';

let script: Bundle;
beforeAll(() => {
  script = bundle({ file: join(__dirname, 'testing-process.ts') });
});
afterAll(() => script.remove());

let open: { readonly close: () => void }[] = [];
afterEach(() => {
  for (const { close } of open) close();
  open = [];
});

function processes(count: number, how = '') {
  const workers = searchProcesses({
    count,
    path: script.file,
    args: [how],
    execArgv: [],
    grace: how === 'hangs' ? 1 : 20,
  });
  open.push(workers);
  return { ...workers, after: 8 };
}

const strategies = ['input-split', 'branch-and-bound'] as const;

it.each(strategies)(
  'processes search parts of a box, and prove what holds, %s',
  async (strategy) => {
    const problem = hardProblem(5);
    const net = lowered(problem.network);
    const workers = processes(2);
    for (const gap of [0.1, 0.02]) {
      const property = atMost(problem, problem.most + gap);
      const alone = await verifyProperty(net, property, { strategy });
      const found = await verifyProperty(net, property, { strategy, workers });
      expect([found.status, found.reason]).toEqual([alone.status, alone.reason]);
      if (found.status !== 'verified') continue;
      const { outcome } = await propertyOutcome(problem.network, property, found);
      const certificate = await createCertificate(problem.network, [outcome], { mode: 'rigorous' });
      const { confirmed } = await checkCertificate(certificate, problem.network, [property]);
      expect(confirmed).toEqual({ verified: 1, falsified: 0 });
    }
  },
  40_000,
);

it.each(strategies)(
  'what a process had that was killed is open, %s',
  async (strategy) => {
    const problem = hardProblem(5);
    const workers = processes(1, 'killed');
    const net = lowered(problem.network);
    const property = atMost(problem, problem.most + 0.1);
    const found = await verifyProperty(net, property, { strategy, workers });
    expect(found).toMatchObject({ status: 'unknown', reason: 'lost' });
    await expect(workers.ask(0, { search: '', kind: 'end' }, { seconds: 20 })).rejects.toThrow('SIGKILL');
    // what is searched next is searched without it
    expect(await verifyProperty(net, property, { strategy, workers })).toMatchObject({ status: 'verified' });
  },
  40_000,
);

it('a process that never answers is ended when time is up', async () => {
  const problem = hardProblem(5);
  const property = atMost(problem, problem.most + 0.001);
  const workers = processes(1, 'hangs');
  // it takes a while to begin
  await workers.ask(0, { search: '', kind: 'end' }, { seconds: 20 });
  const options = { strategy: 'input-split', budget: 1, workers } as const;
  const found = await verifyProperty(lowered(problem.network), property, options);
  expect(found.status).toBe('unknown');
  expect(found.seconds).toBeLessThan(10);
}, 40_000);

it('a process that nobody began serves nobody', async () => {
  const { send } = process;
  delete (process as { send?: unknown }).send;
  try {
    await expect(serveSearches()).rejects.toThrow('expected to be begun by searchProcesses');
  } finally {
    if (send) process.send = send;
  }
});
