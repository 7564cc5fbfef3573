import { highsWasm } from '@ibp/exact/highs';
import { disposeNetwork, ibp, type Network } from '@ibp/layers';
import { crown } from '@ibp/relax';
import * as tf from '@tensorflow/tfjs-core';
import { applicants, corner, range, scores } from '../testing/applicants';
import { bound } from '../testing/engine-bound';
import type { CertifyOptions } from './cascade-options';
import { type Certified, certify } from './certify';
import { nudge } from './nudge';
import type { Stage } from './stage';
import { alphaCrownStage } from './stages/alpha-crown';
import { branchAndBoundStage } from './stages/branch-and-bound';
import { rigorousStage } from './stages/rigorous';
import { lpStage, mipStage } from './stages/rows';
import { isInBall } from './witness';

const applicant = [40, 8000, 3] as const;

describe('certify with a radius and a range for each feature', () => {
  const solver = highsWasm({ threads: 1 });
  let net: Network;
  beforeEach(() => {
    net = scores();
  });
  afterEach(() => disposeNetwork(net));
  afterAll(() => solver.close());

  const verdictOf = async (
    stages: readonly Stage[],
    epsilon: CertifyOptions['epsilon'],
    more: Partial<CertifyOptions> = {},
    examples = applicants(applicant),
  ): Promise<Certified> => {
    for await (const result of certify(net, [examples], { epsilon, stages, range, ...more })) return result;
    throw new Error('no result');
  };

  const provers: { readonly [name: string]: () => Stage } = {
    ibp: () => bound('ibp', ibp()),
    crown: () => bound('crown', crown()),
    'alpha-crown': () => alphaCrownStage({ steps: 2 }),
    'branch-and-bound': () => branchAndBoundStage(),
    'rigorous-ibp': () => rigorousStage('ibp'),
    'rigorous-crown-crown': () => rigorousStage('crown-crown'),
    'rigorous-alpha-crown': () => alphaCrownStage({ steps: 2, rigorous: true }),
    'rigorous-branch-and-bound': () => branchAndBoundStage({ rigorous: true }),
    lp: () => lpStage({ solver }),
    mip: () => mipStage({ solver }),
  };

  it.each(Object.entries(provers))('%s proves up to the ball, and nothing beyond', async (_, stage) => {
    // 4.2 at the end of the range, less an income of 7201 thousandths, and 3: 0.001 below 0
    const sure = await verdictOf([stage()], [5, 799, 0]);
    expect(sure.verdict.status).toBe('verified');
    const { bound: found } = Object.values(sure.proofs)[0]!;
    if (found !== undefined) {
      expect(found).toBeLessThan(0);
      expect(found).toBeGreaterThan(-0.0011);
    }
    expect((await verdictOf([stage()], tf.tensor1d([5, 801, 0]))).verdict.status).not.toBe('verified');
    // the age alone, or the code
    expect((await verdictOf([stage()], [5, 799, 0.1])).verdict.status).not.toBe('verified');
    const older = [range[0], [43, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]] as const;
    expect((await verdictOf([stage()], [5, 799, 0], { range: older })).verdict.status).not.toBe('verified');
  });

  it('falsifies by a point of the ball of each feature', async () => {
    const { verdict } = await verdictOf([corner], [5, 1000, 0]);
    if (verdict.status !== 'falsified') throw new Error(verdict.status);
    expect([...verdict.witness.x]).toEqual([42, 7000, 3]);
    expect(verdict.witness.margin).toBeCloseTo(0.2, 5);
  });

  it('takes no witness that changes a fixed feature, or one feature by more than its radius', async () => {
    for (const point of [
      [40, 8000, 4.1],
      [40, 6900, 3],
      [51, 8000, 3],
    ]) {
      const liar: Stage = {
        ...corner,
        run: async (questions) => questions.map(() => ({ candidate: Float32Array.from(point) })),
      };
      expect((await verdictOf([liar], [5, 1000, 0])).verdict.status).toBe('unknown');
    }
  });

  it('takes integers as the numbers they are', async () => {
    const x = tf.tensor2d([[...applicant]], [1, 3], 'int32');
    const { verdict } = await verdictOf(
      [bound('ibp', ibp())],
      [5, 799, 0],
      {},
      { x: x as tf.Tensor2D, labels: [0] },
    );
    expect(verdict.status).toBe('verified');
  });

  it.each<[string, Partial<CertifyOptions>, string]>([
    [
      'raw inputs',
      { epsilon: 0.1, range: [0, 1] },
      'certify: expected inputs in [0, 1], got 40 in example 0, feature 0; scale',
    ],
    [
      'an input out of the range of its feature',
      { range: [[18, 0, 4], 1e6] },
      'expected inputs in [4, 1000000], got 3 in example 0, feature 2',
    ],
    [
      'sizes that do not fit',
      { epsilon: [1, 2] },
      'certify: expected one epsilon or 3 for the features of an input of shape [3], got 2',
    ],
    [
      'a range of another size',
      { range: [0, [1, 2]] },
      'certify: expected one greatest valid value or 3 for the features of an input of shape [3], got 2',
    ],
    [
      'a negative radius',
      { epsilon: [5, 799, -1] },
      'certify: expected a finite epsilon >= 0, got -1 for feature 2',
    ],
    [
      'an empty range',
      {
        range: [
          [18, 0, 4],
          [42, 1e6, 3],
        ],
      },
      'certify: expected a range [least, greatest], got [4,3] for feature 2',
    ],
  ])('refuses %s', async (_, more, message) => {
    const examples = applicants(applicant);
    await expect(verdictOf([bound('ibp', ibp())], [5, 799, 0], more, examples)).rejects.toThrow(message);
    examples.x.dispose();
  });
});

describe('nudge', () => {
  it('moves corners into the ball of each feature, whatever its size', () => {
    const spec = { c: Float64Array.of(1), d: Float64Array.of(0) };
    const sizes = [1e-3, 1, 1e3, 1e6];
    let outside = 0;
    for (let i = 1; i <= 200; i++) {
      const x = Float32Array.from(sizes, (size) => (size * i) / 201);
      const epsilon = sizes.map((size, k) => (k === i % 4 ? 0 : size / 30));
      const everywhere = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const;
      const ball = { epsilon, range: [sizes.map((size) => size * 0.07), everywhere[1]] as const };
      const question = { index: 0, x: x.map((v, k) => Math.max(v, sizes[k]! * 0.08)), spec };
      for (const side of [1, -1]) {
        const end = question.x.map((v, k) => v + side * Math.fround(epsilon[k]!));
        const point = end.map((v, k) => Math.max(v, sizes[k]! * 0.07));
        if (!isInBall(point, question, ball)) outside++;
        expect(isInBall(nudge(point, question, ball), question, ball)).toBe(true);
      }
    }
    expect(outside).toBeGreaterThan(100);
    const question = { index: 0, x: Float32Array.of(1000, 3), spec };
    const ball = { epsilon: [10, 0], range: [0, 1e4] as const };
    const far = Float32Array.of(1010.1, 3.1);
    expect(nudge(far, question, ball)).toEqual(far);
  });
});
