import type { OpName, PlainNetwork } from '@ibp/core';
import { checkCertificate, createCertificate, type Enclosure, plainForward, verifyByMip } from '@ibp/exact';
import { highsWasm } from '@ibp/exact/highs';
import { plainChain, plainDense, plainTensor, randomBox, stream } from '@ibp/testing';
import { propertyOutcome } from '../../certificate/property-outcome';
import { lowered } from '../../testing/lowered';
import { splitActivations } from '../activation-split/activation-split';
import { limitsOf } from '../limits';
import { verifyProperty } from '../verify-property';
import { hiddenLayerOf, objectiveOf } from './hidden-layer';
import { splitWithPlanes } from './plane-split';

const solver = highsWasm({ threads: 1 });
afterAll(() => solver.close());

/** The greatest value at corners and inside. */
function greatestSeen(network: PlainNetwork, box: Enclosure, seed: number): number {
  const next = stream(seed);
  let most = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < 2000; k++) {
    const x = box.lower.map((l, i) => {
      const share = k % 2 ? next() : Math.round(next());
      return l + share * (box.upper[i]! - l);
    });
    most = Math.max(most, plainForward(network, x)[0]!);
  }
  return most;
}

const activations: readonly [OpName, object][] = [
  ['relu', {}],
  ['leakyRelu', { alpha: 0.1 }],
  ['abs', {}],
];

it.each(activations)('decides networks with one hidden layer as they are, %s', async (op, params) => {
  for (let seed = 1; seed <= 2; seed++) {
    const network = plainDense([6, 10, 1], 40 + seed, op as 'relu', params as never);
    const box = randomBox(network, seed, 0.5, true);
    const most = greatestSeen(network, box, seed);
    const property = (margin: number) => ({
      boxes: [box],
      unsafe: [{ c: Float64Array.of(1), d: Float64Array.of(Math.fround(margin - most)) }],
    });
    const net = lowered(network);
    const options = { strategy: 'branch-and-bound', maxNodes: 2000 } as const;
    const row = { c: Float64Array.of(1), d: property(-0.1).unsafe[0]!.d };
    const mip = await verifyByMip(network, box, row, { solver, timeLimit: 60 });
    const found = await verifyProperty(net, property(-0.1), options);
    expect([seed, found.status]).toEqual([seed, mip.status]);
    if (found.status === 'verified') {
      const { outcome, share } = await propertyOutcome(network, property(-0.1), found);
      expect(share).toBe(1);
      expect(JSON.stringify(outcome.verdict)).toContain('planes');
      const certificate = await createCertificate(network, [outcome], { mode: 'rigorous' });
      const { confirmed } = await checkCertificate(certificate, network, [property(-0.1)]);
      expect(confirmed).toEqual({ verified: 1, falsified: 0 });
    }
    expect(await verifyProperty(net, property(0.1), options)).toMatchObject({ status: 'falsified' });
  }
});

it('takes far fewer parts than lines in what units take in, unless clipping makes these tighter', async () => {
  const network = plainDense([12, 32, 1], 5);
  const box = randomBox(network, 4, 0.5, true);
  const net = lowered(network);
  const most = greatestSeen(network, box, 1);
  const rows = { spec: { c: Float64Array.of(1), d: Float64Array.of(-most - 1) } };
  const problem = {
    network: net,
    plain: network,
    rows: { ...rows, conjunctions: [{ index: 0, start: 0, end: 1 }] },
  };
  const options = (maxNodes: number) => ({
    limits: limitsOf({ maxNodes }),
    attack: () => undefined,
    seed: 0,
  });
  expect(await splitWithPlanes(box, problem, options(200))).toMatchObject({ status: 'verified' });
  expect(await splitActivations(box, problem, { ...options(800), clipping: false })).toMatchObject({
    status: 'unknown',
    reason: 'nodes',
  });
  expect(await splitActivations(box, problem, options(50))).toMatchObject({ status: 'verified' });
});

it('ends at its limits, and at points where bounds are met', async () => {
  const network = plainDense([8, 16, 1], 41);
  const box = randomBox(network, 1, 0.5, true);
  const unsafe = [{ c: Float64Array.of(1), d: Float64Array.of(Math.fround(-greatestSeen(network, box, 1))) }];
  const result = await verifyProperty(
    lowered(network),
    { boxes: [box], unsafe },
    { maxNodes: 2, strategy: 'branch-and-bound' },
  );
  expect(['unknown', 'falsified']).toContain(result.status);
  expect(result.nodes).toBeLessThanOrEqual(2);
});

it('knows a network of one hidden layer, by the row that is asked for', () => {
  const one = plainTensor([2, 2], [1, 2, 3, 4]);
  const network = plainChain(
    [2],
    ['dense', { kernel: one, bias: plainTensor([2], [1, 0]) }],
    ['leakyRelu', { alpha: 0.5 }],
    ['dense', { kernel: plainTensor([2, 1], [2, -4]), bias: plainTensor([1], [7]) }],
  );
  const layer = hiddenLayerOf(network)!;
  expect(layer).toMatchObject({ node: 2, before: 1, features: 2, sides: [0.5, 1] });
  expect(Array.from(layer.weights)).toEqual([1, 3, 2, 4]);
  // 3 (2 f(x + 3 y + 1) - 4 f(2 x + 4 y) + 7) - 1, of f(z) = z / 2 + max(z, 0) / 2
  const { constant, linear, gains } = objectiveOf(network, layer, {
    c: Float64Array.of(3),
    d: Float64Array.of(-1),
  });
  expect([constant, ...linear, ...gains]).toEqual([23, 3 - 12, 9 - 24, 3, -6]);
  const two = plainChain(
    [2],
    ['dense', { kernel: one }],
    ['relu', {}],
    ['dense', { kernel: one }],
    ['relu', {}],
  );
  expect(hiddenLayerOf(two)).toBeUndefined();
  expect(hiddenLayerOf(plainChain([2], ['relu', {}]))).toBeUndefined();
  expect(hiddenLayerOf(plainChain([2], ['dense', { kernel: one }], ['tanh', {}]))).toBeUndefined();
});
