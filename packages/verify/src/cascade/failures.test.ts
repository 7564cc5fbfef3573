import { fail } from '@ibp/core';
import type { Solver } from '@ibp/exact';
import { highsWasm } from '@ibp/exact/highs';
import { apply, dense, disposeNetwork, ibp, type Network, network, relu, sequential } from '@ibp/layers';
import { randomFloats } from '@ibp/testing';
import { randomize, valuesOf } from '@ibp/testing-networks';
import * as tf from '@tensorflow/tfjs-core';
import { branchAndBound } from '../branch-and-bound/branch-and-bound';
import { verifyProperty } from '../property';
import { bound } from '../testing/engine-bound';
import type { CertifyOptions } from './cascade-options';
import { type Certified, certify } from './certify';
import { memoryJournal } from './journal';
import { cleanStage } from './stages/clean';
import { mipStage } from './stages/rows';
import { summarize } from './summary';
import { planeNetwork, points, results, stageOf } from './testing';

const solver = highsWasm({ threads: 1 });
/** Its threads have no room to load in: they die. */
const dying = highsWasm({ threads: 1, heap: 1 });
afterAll(() => Promise.all([solver.close(), dying.close()]));

/** Ten points with the labels that the network gives them. */
async function verdicts(net: Network, options: CertifyOptions): Promise<Certified[]> {
  const x = tf.tensor2d(
    randomFloats(30, 7).map((v) => (v + 1) / 2),
    [10, 3],
  );
  const labels = tf.tidy(() => valuesOf(tf.argMax(apply(net, x), 1)));
  const all: Certified[] = [];
  for await (const result of certify(net, [{ x, labels }], options)) all.push(result);
  return all.sort((a, b) => a.index - b.index);
}

it('a solver whose thread dies costs the example it was at, and no other', async () => {
  const net = network([3], sequential(dense(10), relu(), dense(8), relu(), dense(3)), { seed: 5 });
  const stagesOf = (used: Solver) => [
    cleanStage(),
    mipStage({ solver: { ...used, close: async () => undefined } }),
  ];
  const whole = await verdicts(net, { epsilon: 0.12, stages: stagesOf(solver) });
  expect(summarize(whole).unknown).toBe(0);
  let calls = 0;
  const fragile: Solver = {
    ...solver,
    solve: (problem, options) => (++calls === 3 ? dying : solver).solve(problem, options),
  };
  const after = await verdicts(net, { epsilon: 0.12, stages: stagesOf(fragile) });
  expect(calls).toBeGreaterThan(3);
  const lost = after.filter(({ verdict }) => verdict.status === 'unknown');
  expect(lost).toHaveLength(1);
  expect(lost[0]!.verdict).toMatchObject({ reason: 'failure', detail: expect.stringContaining('died') });
  const rest = (all: readonly Certified[]) =>
    all.filter(({ index }) => index !== lost[0]!.index).map(({ verdict }) => verdict.status);
  expect(rest(after)).toEqual(rest(whole));
  disposeNetwork(net);
});

describe('a method that refuses a network', () => {
  const refusing = () => fail('mine', 'expected another network');

  it('does not keep other stages from deciding', async () => {
    const net = randomize(network([3], sequential(dense(4), relu(), dense(3))), 2);
    const stages = [cleanStage(), bound('own', refusing), bound('ibp', ibp())];
    const all = await verdicts(net, { epsilon: 0.002, stages });
    const verified = all.filter(({ verdict }) => verdict.status === 'verified');
    expect(verified.length).toBeGreaterThan(0);
    for (const { verdict } of verified) expect(verdict).toMatchObject({ method: 'ibp' });
    disposeNetwork(net);
  });

  it('is the reason where nothing else decides, with its name and that of the method', async () => {
    const net = network([2], sequential(dense(2), relu()), { seed: 1 });
    const [only] = await results(net, points([0.9, 0.1]), {
      epsilon: 0.1,
      stages: [bound('own', refusing)],
    });
    expect(only!.verdict).toEqual({
      status: 'unknown',
      reason: 'unsupported',
      detail: 'own: mine: expected another network',
    });
    disposeNetwork(net);
  });
});

describe('weights that are assigned while a run goes on', () => {
  let net: Network;
  beforeEach(() => {
    net = planeNetwork();
  });
  afterEach(() => disposeNetwork(net));
  const assign = () => tf.tidy(() => net.variables['dense_2/bias']!.assign(tf.tensor1d([5, 0]))); // the first class, everywhere
  const assigning = () => {
    assign();
    return { proved: [0] };
  };
  const message = 'expected weights that stay until it has ended, got some assigned meanwhile';

  it.each([1, 100])('end it before anything of them is noted, by a stage of %d at once', async (batch) => {
    const stage = stageOf('assigning', assigning, batch);
    const journal = memoryJournal();
    const running = results(net, points([0.4, 0.5]), { epsilon: 0.1, stages: [stage], journal });
    await expect(running).rejects.toThrow(`certify: ${message}`);
    expect((await journal.load()).filter(({ verdict }) => verdict)).toEqual([]);
  });

  it('are refused by a search', async () => {
    const box = { lower: tf.tensor2d([[0.2, 0.3]]), upper: tf.tensor2d([[0.6, 0.7]]) };
    const searching = branchAndBound(net, box, { c: tf.tensor3d([[[-1, 1]]]), d: tf.tensor2d([[0]]) });
    assign();
    await expect(searching).rejects.toThrow(`branchAndBound: ${message}`);
    const unsafe = [{ c: Float64Array.of(-1, 1), d: Float64Array.of(0) }];
    const lower = Float64Array.of(0.2, 0.3);
    const property = { boxes: [{ lower, upper: Float64Array.of(0.6, 0.7) }], unsafe };
    const asked = verifyProperty(net, property);
    assign();
    await expect(asked).rejects.toThrow(`verifyProperty: ${message}`);
  });
});

it('notes nothing of a search that was cut short', async () => {
  const net = planeNetwork();
  const stop = new AbortController();
  const journal = memoryJournal();
  const stage = stageOf('searching', () => {
    stop.abort();
    return { remark: { reason: 'time-out', detail: 'aborted' } };
  });
  const options = { epsilon: 0.1, stages: [stage], journal, signal: stop.signal };
  await expect(results(net, points([0.5, 0.4]), options)).rejects.toThrow('aborted');
  expect((await journal.load()).filter(({ verdict }) => verdict)).toEqual([]);
  disposeNetwork(net);
});
