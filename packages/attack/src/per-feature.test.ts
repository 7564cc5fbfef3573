import { classificationSpec } from '@ibp/bounds';
import * as tf from '@tensorflow/tfjs-core';
import { adaptive } from './adaptive';
import type { Attack, AttackTask } from './attack';
import { spsa } from './gradients/spsa';
import { l2 } from './norms/l2';
import { adamSteps } from './optimizers/adam';
import { plateauSteps } from './optimizers/plateau';
import { affineNetwork } from './testing';
import { exhaustive, fgsm, pgd, square } from './testing-engine';

/**
 * Age in years, income, and a code that no one can change: class 1 where 0.1 age - 0.001 income + code is above 0, or
 * -1 at the applicant below.
 */
const scores = () =>
  affineNetwork(
    [
      [0, 0.1],
      [0, -0.001],
      [0, 1],
    ],
    [0, 0],
  );
const infinity = Number.POSITIVE_INFINITY;
const applicant = [40, 8000, 3] as const;
const range = [
  [18, 0, -infinity],
  [42, infinity, infinity],
] as const;

const task = (more: Partial<AttackTask> = {}): AttackTask => ({
  x: tf.tensor2d([[...applicant]]),
  spec: classificationSpec([0], 2),
  epsilon: [5, 1000, 0],
  range,
  ...more,
});

const delta = [1, 100, 1];
const attacks: { readonly [name: string]: Attack } = {
  pgd: pgd({ steps: 5 }),
  adam: pgd({ steps: 5, optimizer: adamSteps() }),
  plateau: pgd({ steps: 5, optimizer: plateauSteps() }),
  estimated: pgd({ steps: 5, gradients: spsa({ samples: 8, delta }) }),
  fgsm: fgsm(),
  square: square({ steps: 50, share: 0.5 }),
  exhaustive: exhaustive({ points: 3 }),
};

// the ball ends at age 42, where its range does, and at an income of 7000: 4.2 - 7 + 3
const GREATEST = 0.2;

describe.each(Object.entries(attacks))('%s', (_, attack) => {
  it('finds the corner of a ball of one radius for each feature, and moves none that is fixed', async () => {
    const [found] = (await attack(scores(), task())).examples;
    expect(found!.status).toBe('broken');
    const [age, income, code] = found!.witness!;
    expect(Math.abs(age! - 40)).toBeLessThanOrEqual(2);
    expect(Math.abs(income! - 8000)).toBeLessThanOrEqual(1000);
    expect(code).toBe(3);
    expect(found!.margin).toBeGreaterThan(0);
    expect(found!.margin).toBeLessThan(GREATEST + 1e-5);
  });

  it('breaks nothing where the fixed feature alone could', async () => {
    // 4.2 - 7.9 + 3 is below 0; a code of 4 would do
    const [found] = (await attack(scores(), task({ epsilon: tf.tensor1d([5, 100, 0]) }))).examples;
    expect(found!.status).toBe('unbroken');
    expect(found!.margin).toBeLessThan(-0.7 + 1e-5);
    if (attack !== attacks.square) expect(found!.margin).toBeGreaterThan(-0.75);
  });
});

it('reaches the point of an ellipsoid that is furthest up', async () => {
  // the slope in units of the radii is (1, -2): the furthest up is sqrt(5) above -1
  const everything = task({ epsilon: [10, 2000, 0], range: [-infinity, infinity] });
  const [found] = (await pgd({ norm: l2(), steps: 3 })(scores(), everything)).examples;
  expect(found!.margin).toBeGreaterThan(0);
  const free = task({ ...everything, spec: { c: tf.tensor3d([[[0, 1]]]), d: tf.tensor2d([[-1.3]]) } });
  const [least] = (await pgd({ norm: l2(), steps: 20 })(scores(), free)).examples;
  expect(least!.margin).toBeLessThan(Math.sqrt(5) - 1 - 1.3 + 1e-4);
  expect(least!.margin).toBeGreaterThan(Math.sqrt(5) - 1 - 1.3 - 0.05);
});

it('a witness that is bisected stays in the ball of each feature', async () => {
  const [found] = (await adaptive(attacks.pgd!)(scores(), task())).examples;
  expect(found!.margin).toBeGreaterThan(0);
  expect(found!.margin).toBeLessThan(0.01);
  expect(found!.witness![2]).toBe(3);
});

it.each<[string, Partial<AttackTask>, string]>([
  [
    'raw inputs',
    { epsilon: 0.5, range: [0, 1] },
    'pgd: expected inputs in [0, 1], got 40 in example 0, feature 0; scale',
  ],
  [
    'sizes that do not fit',
    { epsilon: [1, 2] },
    'pgd: expected one epsilon or 3 for the features of an input of shape [3], got 2',
  ],
  ['a negative radius', { epsilon: [5, -1, 0] }, 'pgd: expected a finite epsilon >= 0, got -1 for feature 1'],
  [
    'an empty range',
    {
      range: [
        [18, 0, 4],
        [99, 9e9, 3],
      ],
    },
    'expected a range [least, greatest], got [4,3] for feature 2',
  ],
])('refuses %s', async (_, more, message) => {
  await expect(attacks.pgd!(scores(), task(more))).rejects.toThrow(message);
});

it('refuses a delta of another size', async () => {
  await expect(pgd({ gradients: spsa({ delta: [1, 2] }) })(scores(), task())).rejects.toThrow(
    'spsa: expected one delta or 3 for the features of an input of shape [3], got 2',
  );
});
