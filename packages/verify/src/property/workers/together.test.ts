import { checkCertificate, createCertificate, plainForward } from '@ibp/exact';
import { times } from '@ibp/testing';
import { propertyOutcome } from '../../certificate/property-outcome';
import { lowered } from '../../testing/lowered';
import { verifyProperty } from '../verify-property';
import { atMost, hardProblem, workersHere } from './testing';

const strategies = ['input-split', 'branch-and-bound'] as const;
/** Ways to cut, and layers of networks that are cut so. */
const ways = [
  ['inputs', strategies[0], [3, 10, 10, 2]],
  ['activations', strategies[1], [3, 10, 10, 2]],
  ['planes', strategies[1], [3, 40, 2]],
] as const;

it.each(ways)('several say what one does, and prove it, %s', async (_, strategy, sizes) => {
  const counts: { [status: string]: number } = {};
  let asked = 0;
  for (let seed = 0; seed < 5 * times; seed++) {
    const problem = hardProblem(seed, sizes);
    const net = lowered(problem.network);
    for (const gap of [0.1, -0.1]) {
      const property = atMost(problem, problem.most + gap);
      const options = { strategy, maxNodes: 6000, seed };
      const alone = await verifyProperty(net, property, options);
      for (const count of [1, 3]) {
        const workers = workersHere(count);
        const found = await verifyProperty(net, property, { ...options, workers });
        asked += workers.asked.length;
        const at = [seed, gap, count];
        expect([at, found.status, found.reason]).toEqual([at, alone.status, alone.reason]);
        counts[found.status] = (counts[found.status] ?? 0) + 1;
        if (found.witness) {
          const z = plainForward(problem.network, Float64Array.from(found.witness.x));
          expect(z[0]! - z[1]!).toBeGreaterThan(problem.most + gap - 1e-6);
          continue;
        }
        if (found.status !== 'verified') continue;
        const again = await verifyProperty(net, property, { ...options, workers: workersHere(count) });
        expect([again.status, again.nodes]).toEqual([found.status, found.nodes]);
        const { outcome } = await propertyOutcome(problem.network, property, found);
        const certificate = await createCertificate(problem.network, [outcome], { mode: 'rigorous' });
        const { confirmed } = await checkCertificate(certificate, problem.network, [property]);
        expect([at, confirmed]).toEqual([at, { verified: 1, falsified: 0 }]);
      }
    }
  }
  expect(counts).toMatchObject({ verified: expect.any(Number), falsified: expect.any(Number) });
  expect(asked).toBeGreaterThan(20);
});

it.each(ways)('what a worker had that ends is never verified, %s', async (_, strategy, sizes) => {
  const problem = hardProblem(2, sizes);
  const net = lowered(problem.network);
  const property = atMost(problem, problem.most + 0.1);
  const options = { strategy, maxNodes: 6000 };
  const whole = workersHere(2);
  expect((await verifyProperty(net, property, { ...options, workers: whole })).status).toBe('verified');
  const outcomes: string[] = [];
  // each question to the first of them is its last in turn
  const questions = whole.asked.length / 2;
  for (let k = 0; k <= questions; k++) {
    let [hadParts, ended] = [false, false];
    const workers = workersHere(2, (index, task, asked) => {
      if (index !== 0) return false;
      // what is sent with the question that it ends at is lost as well
      if (task.kind === 'search') hadParts ||= task.parts.length > 0;
      ended = asked === k && task.kind !== 'end';
      return ended;
    });
    const { status, reason } = await verifyProperty(net, property, { ...options, workers });
    expect([k, status, reason]).toEqual(
      ended && hadParts ? [k, 'unknown', 'lost'] : [k, 'verified', undefined],
    );
    outcomes.push(status);
  }
  expect(new Set(outcomes)).toEqual(new Set(['verified', 'unknown']));
});

it.each(ways)('keeps to its limits, and ends with its signal, %s', async (_, strategy, sizes) => {
  const problem = hardProblem(5, sizes);
  const net = lowered(problem.network);
  const property = atMost(problem, problem.most + 0.001);
  for (const maxNodes of [50, 90, 100]) {
    const found = await verifyProperty(net, property, { strategy, maxNodes, workers: workersHere(2) });
    expect(found).toMatchObject({ status: 'unknown', reason: 'nodes' });
    // a batch at most for each beyond it
    expect(found.nodes - maxNodes).toBeLessThan(3 * 128);
  }
  const controller = new AbortController();
  const workers = workersHere(2, (_, task) => {
    if (task.kind === 'search') controller.abort();
    return false;
  });
  const ended = await verifyProperty(net, property, { strategy, workers, signal: controller.signal });
  expect(ended).toMatchObject({ status: 'unknown', reason: 'aborted' });
});

it('searches at once with the same workers are never taken for one another', async () => {
  const [one, other] = [hardProblem(2), hardProblem(5)];
  const workers = workersHere(2);
  for (const strategy of strategies) {
    // of one list only one search has them; of two copies of it neither may be sure of them
    for (const second of [workers, { ...workers }]) {
      const options = { strategy, maxNodes: 6000 };
      const [holds, broken] = await Promise.all([
        verifyProperty(lowered(one.network), atMost(one, one.most + 0.1), { ...options, workers }),
        verifyProperty(lowered(other.network), atMost(other, other.most + 0.005), {
          ...options,
          workers: second,
        }),
      ]);
      expect(['verified', second === workers ? undefined : 'unknown']).toContain(holds.status);
      expect(broken.status).not.toBe('verified');
      const { outcome } = await propertyOutcome(one.network, atMost(one, one.most + 0.1), holds);
      const certificate = await createCertificate(one.network, [outcome], { mode: 'rigorous' });
      const { confirmed } = await checkCertificate(certificate, one.network, [atMost(one, one.most + 0.1)]);
      expect(confirmed.verified).toBe(holds.status === 'verified' ? 1 : 0);
    }
  }
});
