import { fail } from '@ibp/core';
import type { Solver } from '@ibp/exact';
import { highsWasm } from '@ibp/exact/highs';
import { apply, dense, disposeNetwork, ibp, type Network, network, relu, sequential } from '@ibp/layers';
import { randomFloats } from '@ibp/testing';
import { randomize, valuesOf } from '@ibp/testing-networks';
import * as tf from '@tensorflow/tfjs-core';
import { bound } from '../testing/engine-bound';
import type { CertifyOptions } from './cascade-options';
import { type Certified, certify } from './certify';
import { cleanStage } from './stages/clean';
import { mipStage } from './stages/rows';
import { summarize } from './summary';
import { points, results } from './testing';

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
