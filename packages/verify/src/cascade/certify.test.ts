import { ofFeature } from '@ibp/bounds';
import { disposeNetwork, ibp, type Network } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { bound } from '../testing/engine-bound';
import { certify } from './certify';
import { attackStage } from './stages/attack';
import { cleanStage } from './stages/clean';
import { rigorousStage } from './stages/rigorous';
import { summarize } from './summary';
import { planeNetwork, points, results, stageOf } from './testing';

const epsilon = 0.1;
/** Finds the corner of the ball in which the second logit gains most. */
const corner = attackStage('corner', async (_, { x, epsilon: given }) => {
  const radius = ofFeature(given, 0);
  const [batch, size] = x.shape as [number, number];
  const values = x.dataSync();
  const examples = Array.from({ length: batch }, (_, i) => {
    const [a, b] = values.subarray(i * size, (i + 1) * size) as unknown as [number, number];
    const witness = Float32Array.of(a - radius + 1e-7, b + radius - 1e-7);
    return { witness: witness[0]! < witness[1]! ? witness : null };
  });
  return { examples };
});
const stages = [cleanStage(), bound('ibp', ibp()), corner];

describe('certify', () => {
  let net: Network;
  beforeEach(() => {
    net = planeNetwork();
  });
  afterEach(() => disposeNetwork(net));

  it('verifies what is far from the border, falsifies what can cross it, and tells by which stage', async () => {
    const all = await results(net, points([0.9, 0.1], [0.3, 0.6], [0.55, 0.5], [0.5, 0.3]), {
      epsilon,
      stages,
    });
    expect(
      all.map(({ index, verdict }) => [index, verdict.status, 'method' in verdict && verdict.method]),
    ).toEqual([
      [0, 'verified', 'ibp'],
      [1, 'falsified', 'clean'],
      [2, 'falsified', 'corner'],
      // 0.5 - 0.1 = 0.3 + 0.1 but for rounding: no proof and no counter-example
      [3, 'unknown', false],
    ]);
    const { verdict } = all[2]!;
    if (verdict.status !== 'falsified') throw new Error('unreachable');
    expect(verdict.witness.row).toBe(0);
    expect(verdict.witness.margin).toBeCloseTo(0.15, 4);
    expect(summarize(all)).toMatchObject({
      examples: 4,
      verified: 1,
      falsified: 2,
      unknown: 1,
      error: 0.25,
      falsifiedError: 0.5,
      verifiedError: 0.75,
      reasons: { undecided: 1 },
    });
  });

  it('takes a part of the data by its places, and attacks it as in the whole', async () => {
    const seen: number[] = [];
    const attack = attackStage('none', async (_, { numbers }) => {
      seen.push(...numbers);
      return { examples: numbers.map(() => ({ witness: null })) };
    });
    const [a, b] = [points([0.9, 0.1], [0.5, 0.3]), points([0.5, 0.3])];
    const batches = [
      { ...a, places: [4, 1] },
      { ...b, places: [7] },
    ];
    const all = await results(net, batches, { epsilon, stages: [bound('ibp', ibp()), attack] });
    expect(all.map(({ index, verdict }) => [index, verdict.status])).toEqual([
      [1, 'unknown'],
      [4, 'verified'],
      [7, 'unknown'],
    ]);
    expect(seen).toEqual([1, 7]);
  });

  it.each([
    [[1], 'certify: expected a place for each of 2 examples, got 1'],
    [[1, 0.5], 'certify: expected places from 0, got 0.5'],
    [[1, 1], 'certify: expected every place once, got 1 twice'],
  ])('refuses places %j', async (places, message) => {
    const examples = [{ ...points([0.9, 0.1], [0.5, 0.3]), places }];
    await expect(results(net, examples, { epsilon, stages })).rejects.toThrow(message);
  });

  it('takes bounds in exact arithmetic as any others', async () => {
    const exact = [cleanStage(), rigorousStage('ibp'), rigorousStage('crown'), corner];
    const all = await results(net, points([0.9, 0.1], [0.3, 0.6], [0.55, 0.5]), { epsilon, stages: exact });
    expect(all.map(({ verdict }) => 'method' in verdict && verdict.method)).toEqual([
      'rigorous-ibp',
      'clean',
      'corner',
    ]);
  });

  it('keeps what each row was proved by, and its bound', async () => {
    const [only] = await results(net, points([0.9, 0.1]), { epsilon, stages });
    expect(only!.proofs[0]!.stage).toBe('ibp');
    expect(only!.proofs[0]!.bound).toBeCloseTo(-0.6, 5);
    expect(only!.open).toEqual([]);
  });

  it('takes no witness on trust: not one outside the ball, outside the range, or that breaks nothing', async () => {
    const liars = [
      [0.4, 0.61], // outside the ball by 0.01
      [0.5, 0.5], // a tie
      [0.6, 0.4], // right
      [Number.NaN, 0.6],
    ].map((xy, i) => stageOf(`liar ${i}`, () => ({ candidate: Float32Array.from(xy) })));
    const [inside] = await results(net, points([0.5, 0.5]), { epsilon, stages: liars });
    expect(inside!.verdict.status).toBe('unknown');
    const beyond = stageOf('beyond', () => ({ candidate: Float32Array.of(0.95, 1.05) }));
    const [outside] = await results(net, points([1, 1]), { epsilon, stages: [beyond] });
    expect(outside!.verdict.status).toBe('unknown');
  });

  it('believes a witness rather than a proof that it contradicts', async () => {
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
    const both = stageOf('both', () => ({ proved: [0], candidate: Float32Array.of(0.45, 0.55) }));
    const [only] = await results(net, points([0.5, 0.5]), { epsilon, stages: [both] });
    expect(only!.verdict.status).toBe('falsified');
    expect(warn).toHaveBeenCalled();
    warn.mockRestore();
  });

  it.each([Number.NaN, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, 0])(
    'does not take %p for a proof',
    async (value) => {
      const method: Parameters<typeof bound>[1] = (_network, _box, { d }) => tf.fill(d.shape, value);
      const [only] = await results(net, points([0.9, 0.1]), { epsilon, stages: [bound('odd', method)] });
      expect(only!.verdict).toMatchObject({
        status: 'unknown',
        reason: Number.isFinite(value) ? 'undecided' : 'not-finite',
      });
    },
  );

  it('a stage that throws costs the examples it had, and says why', async () => {
    const frail = stageOf('frail', ({ index }) => {
      if (index === 1) throw new Error('out of memory');
      return { proved: [0] };
    });
    const all = await results(net, points([0.5, 0.5], [0.5, 0.4], [0.5, 0.3]), { epsilon, stages: [frail] });
    expect(all.map(({ verdict }) => verdict.status)).toEqual(['verified', 'unknown', 'verified']);
    expect(all[1]!.verdict).toMatchObject({ reason: 'failure', detail: 'frail: out of memory' });
  });

  it('says when the time for an example is over', async () => {
    const slow = stageOf('slow', () => ({}));
    const run = async () => {
      await new Promise((done) => setTimeout(done, 60));
      return [{}];
    };
    const waiting = { ...slow, run };
    const never = stageOf('never', () => ({ proved: [0] }));
    const [only] = await results(net, points([0.5, 0.5]), {
      epsilon,
      stages: [waiting, never],
      budget: 0.05,
    });
    expect(only!.verdict).toMatchObject({ status: 'unknown', reason: 'time-out' });
    expect(only!.seconds).not.toHaveProperty('never');
  });

  it('runs several examples at once where it is asked to', async () => {
    let [running, most] = [0, 0];
    const slow = stageOf('slow', () => ({ proved: [0] }));
    const run: typeof slow.run = async (questions, context) => {
      most = Math.max(most, ++running);
      await new Promise((done) => setTimeout(done, 5));
      running--;
      return slow.run(questions, context);
    };
    const many = points([0.5, 0.1], [0.5, 0.2], [0.5, 0.3], [0.5, 0.4]);
    const all = await results(net, many, { epsilon, stages: [{ ...slow, run }], concurrency: 2 });
    expect(all.map(({ index }) => index)).toEqual([0, 1, 2, 3]);
    expect(most).toBe(2);
  });

  it('takes any specification instead of labels', async () => {
    // the first logit stays below 0.7
    const spec = [{ c: Float64Array.of(1, 0), d: Float64Array.of(-0.7) }];
    const { x } = points([0.5, 0.5]);
    const all = [];
    for await (const result of certify(net, [{ x, spec }], { epsilon, stages })) {
      all.push(result.verdict.status);
    }
    expect(all).toEqual(['verified']);
  });

  it.each([
    ['a negative epsilon', { epsilon: -0.1 }, 'expected a finite epsilon >= 0, got -0.1'],
    ['no time', { budget: 0 }, 'expected a budget of more than 0 s for an example, got 0'],
    ['no stages', { stages: [] }, 'expected at least one stage, got none'],
    ['stages left out', { stages: undefined as never }, 'certify: expected at least one stage, got none'],
    ['no example at once', { concurrency: 0 }, 'expected a whole number above 0 as concurrency, got 0'],
    [
      'half a batch at once',
      { batchConcurrency: 0.5 },
      'expected a whole number above 0 as batchConcurrency, got 0.5',
    ],
    ['half a seed', { seed: 0.5 }, 'expected a whole number as seed, got 0.5'],
  ])('refuses %s', async (_, wrong, message) => {
    const { x, labels } = points([0.5, 0.5]);
    await expect(results(net, { x, labels }, { epsilon, stages, ...wrong })).rejects.toThrow(message);
    x.dispose();
  });

  it.each([
    ['a label that is no class', [[0.5, 0.5]], [2], 'expected labels from 0 to 1, got 2 at example 0'],
    ['too few labels', [[0.5, 0.5]], [], 'expected a label or specification for each of 1 examples, got 0'],
    ['an input outside the range', [[0.5, 1.5]], [0], 'expected inputs in [0, 1], got 1.5 in example 0'],
    [
      'an input that is not a number',
      [[Number.NaN, 0]],
      [0],
      'expected inputs in [0, 1], got NaN in example 0',
    ],
  ])('refuses %s, and frees the batch', async (_, xy, labels, message) => {
    const { x } = points(...(xy as [number, number][]));
    await expect(results(net, { x, labels }, { epsilon, stages })).rejects.toThrow(message);
  });
});
