import { classificationSpec, linearSpec, linfBall, specValues } from '@ibp/bounds';
import { apply, ibp, lower } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import type { AttackResult, AttackTask } from './attack';
import { spsa } from './gradients/spsa';
import { carliniWagner } from './losses/carlini-wagner';
import { crossEntropyLoss } from './losses/cross-entropy';
import { logitsRatio } from './losses/logits-ratio';
import { topKHinge } from './losses/top-k-hinge';
import { l2 } from './norms/l2';
import { adamSteps } from './optimizers/adam';
import { autoPgdSteps } from './optimizers/auto-pgd';
import { plateauSteps } from './optimizers/plateau';
import type { PgdOptions } from './pgd';
import { multiTargeted, targeted } from './targets';
import { affineNetwork, convolutional, inputs, labelsOf, mlp, taskOf, withNetwork } from './testing';
import { fgsm, pgd, square } from './testing-engine';

const broken = ({ examples }: AttackResult) => examples.filter(({ status }) => status === 'broken').length;

/** Runs every witness through the network again, alone, and measures its distance in float64. */
function expectWitnesses(
  net: Parameters<typeof apply>[0],
  { x, spec, epsilon }: AttackTask,
  result: AttackResult,
  norm: 'linf' | 'l2' = 'linf',
) {
  const rows = x.shape[0]!;
  for (const [i, { witness, margin, status }] of result.examples.entries()) {
    if (status !== 'broken') {
      expect(witness).toBeNull();
      continue;
    }
    const clean = tf.slice(x, i, 1).dataSync();
    const differences = Array.from(witness!, (v, j) => Math.abs(v - clean[j]!));
    const length = norm === 'linf' ? Math.max(...differences) : Math.hypot(...differences);
    expect(length).toBeLessThanOrEqual(epsilon as number);
    expect(Math.min(...witness!)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...witness!)).toBeLessThanOrEqual(1);
    const values = tf.tidy(() => {
      const output = apply(net, tf.tensor(witness!, [1, ...x.shape.slice(1)]));
      const own = { c: tf.slice(spec.c, i, 1), d: tf.slice(spec.d, i, 1) as tf.Tensor2D };
      return specValues(own, output).dataSync();
    });
    expect(Math.max(...values)).toBeGreaterThan(0);
    expect(Math.max(...values)).toBeCloseTo(margin, 4);
  }
  expect(result.examples).toHaveLength(rows);
}

const attacks: [string, PgdOptions][] = [
  ['as it comes', {}],
  ['restarts', { restarts: 3, steps: 10 }],
  ['cross-entropy', { loss: crossEntropyLoss() }],
  ['Carlini and Wagner, targeted', { loss: carliniWagner(), targets: multiTargeted() }],
  ['multi-targeted', { targets: multiTargeted() }],
  ['the two most promising targets', { targets: multiTargeted({ most: 2 }), loss: crossEntropyLoss() }],
  ['Adam', { optimizer: adamSteps() }],
  ['plateau', { optimizer: plateauSteps() }],
  ['Auto-PGD', { optimizer: autoPgdSteps(), loss: logitsRatio() }],
  ['estimated gradients', { gradients: spsa({ samples: 8 }), steps: 20 }],
];

describe('pgd on a classifier', () => {
  it('draws by the numbers of the examples, whatever else is in the task', async () => {
    await withNetwork(...mlp(6, 16, 4), async (net) => {
      const x = inputs([6, 6]);
      const labels = labelsOf(apply(net, x));
      const attack = pgd({ steps: 1, restarts: 2 });
      const whole = await attack(net, taskOf(x, labels, 4, 0.05));
      const part = taskOf(tf.slice(x, 3, 2), labels.slice(3, 5), 4, 0.05);
      const margins = ({ examples }: AttackResult) => examples.map(({ margin }) => margin);
      expect(margins(await attack(net, { ...part, numbers: [3, 4] }))).toEqual(margins(whole).slice(3, 5));
      expect(margins(await attack(net, part))).not.toEqual(margins(whole).slice(3, 5));
      await expect(attack(net, { ...part, numbers: [3] })).rejects.toThrow(
        'pgd: numbers: expected shape [2], got [1]',
      );
      await expect(attack(net, { ...part, numbers: [3, -1] })).rejects.toThrow(
        'pgd: expected numbers to be a whole number >= 0, got -1',
      );
    });
  });

  it.each(attacks)('%s: finds witnesses, and each is one', async (_, options) => {
    await withNetwork(...mlp(6, 16, 4), async (net) => {
      const x = inputs([12, 6]);
      const task = taskOf(x, labelsOf(apply(net, x)), 4, 0.3);
      const result = await pgd({ steps: 20, ...options })(net, task);
      expect(broken(result)).toBeGreaterThanOrEqual(6);
      expectWitnesses(net, task, result);
    });
  });

  it.each([
    ['fgsm', fgsm()],
    ['square', square({ steps: 60 })],
  ])('%s does so on images', async (_, attack) => {
    await withNetwork(...convolutional, async (net) => {
      const x = inputs([6, 8, 8, 1]);
      const task = taskOf(x, labelsOf(apply(net, x)), 3, 0.3);
      const result = await attack(net, task);
      expect(broken(result)).toBeGreaterThanOrEqual(3);
      expectWitnesses(net, task, result);
    });
  });

  it.each([
    ['steps', pgd({ norm: l2(), steps: 20 })],
    ['Adam', pgd({ norm: l2(), steps: 20, optimizer: adamSteps() })],
    ['one step', fgsm({ norm: l2() })],
  ])('in the l2 norm by %s', async (_, attack) => {
    await withNetwork(...mlp(6, 16, 4), async (net) => {
      const x = inputs([12, 6]);
      const task = taskOf(x, labelsOf(apply(net, x)), 4, 0.5);
      const result = await attack(net, task);
      expect(broken(result)).toBeGreaterThanOrEqual(6);
      expectWitnesses(net, task, result, 'l2');
    });
  });

  it('a targeted run is after one specification', async () => {
    const net = affineNetwork([[1, 0, -1]], [0, 0, 0]); // class 0 rises with x, class 2 falls
    const x = tf.tensor2d([[0.5], [0.5]]);
    const spec = linearSpec(
      tf.tensor3d(
        [...Array(2)].map(() => [
          [1, 0, 0],
          [0, 0, 1],
        ]),
      ),
      tf.tensor2d([
        [-1, 1],
        [-1, 1],
      ]),
    );
    const more = { x, spec, epsilon: 0.25 };
    const result = await pgd({ targets: targeted([0, 1]), start: 'example', steps: 5 })(net, {
      ...more,
      spec: { c: spec.c, d: tf.sub(spec.d, 0.6) as tf.Tensor2D },
    });
    expect(result.examples.map(({ status, spec: which }) => [status, which])).toEqual([
      ['unbroken', 1],
      ['broken', 1],
    ]);
  });
});

it('begins at a point that is given, moved into the ball', async () => {
  const net = affineNetwork([[0], [0]], [0]);
  const spec = linearSpec(tf.zeros([1, 1, 1]), tf.tensor2d([[-1]]));
  const points: number[][] = [];
  const watching = {
    stepSize: () => 1,
    begin: () => (point: Float32Array) => void points.push([...point]),
  };
  const start = (example: number, restart: number) => [example + restart, 0.5];
  const task = { x: tf.tensor2d([[0.5, 0.5]]), spec, epsilon: 0.25 };
  await pgd({ steps: 1, restarts: 2, start, optimizer: watching })(net, task);
  expect(points).toEqual([
    [0.25, 0.5],
    [0.75, 0.5],
  ]);
  await expect(pgd({ start: () => [1] })(net, task)).rejects.toThrow(
    'pgd: start: expected shape [2], got [1]',
  );
});

describe('the result', () => {
  it('is the exact optimum where the network is linear', async () => {
    const net = affineNetwork([[2], [-1]], [0]);
    const spec = linearSpec(tf.ones([2, 1, 1]), tf.tensor2d([[-1], [-3]]));
    const x = tf.tensor2d([
      [0.5, 0.5],
      [0.5, 0.5],
    ]);
    const { examples } = await pgd({ steps: 30, restarts: 2 })(net, { x, spec, epsilon: 0.25 });
    expect(examples.map(({ status }) => status)).toEqual(['broken', 'unbroken']);
    expect(examples[0]!.evaluations).toBeLessThan(10); // and its other runs end with it
    // 2 * 0.75 - 0.25 - 3
    expect(examples[1]!.margin).toBeCloseTo(-1.75, 5);
    expect(examples[1]).toMatchObject({ witness: null, spec: 0, runs: 2, evaluations: 1 + 2 * 31 });
  });

  it('an example that breaks the specification itself is its own witness, at the cost of one evaluation', async () => {
    const net = affineNetwork([[1]], [0]);
    const task = { x: tf.tensor2d([[0.5]]), spec: linearSpec(tf.ones([1, 1, 1])), epsilon: 0.1 };
    const { examples, evaluations } = await pgd()(net, task);
    expect(examples[0]).toMatchObject({ status: 'broken', runs: 0, evaluations: 1, margin: 0.5 });
    expect(examples[0]!.witness).toEqual(Float32Array.of(0.5));
    expect(evaluations).toBe(1);
  });

  it('a tie is not broken', async () => {
    const net = affineNetwork([[0]], [0]);
    const task = { x: tf.tensor2d([[0.5]]), spec: linearSpec(tf.ones([1, 1, 1])), epsilon: 0.1 };
    const { examples } = await pgd({ steps: 2 })(net, task);
    expect(examples[0]).toMatchObject({ status: 'unbroken', margin: 0, witness: null });
  });

  it('violations: so many specifications have to be violated at once', async () => {
    const net = affineNetwork([[1, -1, 1]], [0, 0, 0]);
    const c = tf.tensor3d([
      [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ],
    ]);
    const spec = linearSpec(c, tf.tensor2d([[-0.6, 0.4, -0.7]])); // x > 0.6, x < 0.4, x > 0.7
    const task = { x: tf.tensor2d([[0.5]]), spec, epsilon: 0.3 };
    const of = async (violations: number) => {
      const attack = pgd({ steps: 20, restarts: 4, loss: topKHinge({ k: violations }) });
      return (await attack(net, { ...task, violations })).examples[0]!;
    };
    const [one, two, three] = [await of(1), await of(2), await of(3)];
    expect([one.status, two.status, three.status]).toEqual(['broken', 'broken', 'unbroken']);
    expect(two.witness![0]).toBeGreaterThan(0.7);
    expect(three.margin).toBeLessThan(0);
  });

  it('comes from the seed, and from no other example, engine batch or restart', async () => {
    await withNetwork(...mlp(5, 12, 3), async (net) => {
      const x = inputs([7, 5], 3);
      const task = taskOf(x, labelsOf(apply(net, x)), 3, 0.08);
      const attack = (batchSize: number) =>
        pgd({ steps: 6, restarts: 3, batchSize, targets: multiTargeted() });
      const result = await attack(128)(net, task);
      expect(broken(result)).toBeGreaterThan(0);
      expect(broken(result)).toBeLessThan(7);
      expect(await attack(128)(net, task)).toEqual(result);
      const small = await attack(4)(net, task);
      expect(small.examples.map(({ status }) => status)).toEqual(result.examples.map(({ status }) => status));
      for (const [i, { margin }] of small.examples.entries()) {
        if (result.examples[i]!.status === 'unbroken') {
          expect(margin).toBeCloseTo(result.examples[i]!.margin, 5);
        }
      }
      expect(await attack(128)(net, { ...task, seed: 5 })).not.toEqual(result);
    });
  });

  it('examples to skip cost nothing', async () => {
    await withNetwork(...mlp(5, 12, 3), async (net) => {
      const task = taskOf(inputs([3, 5]), [0, 1, 2], 3, 0.1, { skip: [false, true, false] });
      const { examples } = await pgd({ steps: 2 })(net, task);
      expect(examples[1]).toMatchObject({ status: 'unbroken', margin: Number.NaN, evaluations: 0, runs: 0 });
    });
  });
});

describe('what is not a number', () => {
  it('is no witness, and the result says so', async () => {
    const net = affineNetwork([[1, Number.NaN]], [0, 0]);
    const task = taskOf(tf.tensor2d([[0.5]]), [1], 2, 0.3);
    const { examples } = await pgd({ steps: 3, restarts: 2 })(net, task);
    expect(examples[0]).toMatchObject({ status: 'undefined', witness: null, margin: Number.NaN, spec: -1 });
  });

  it('an overflow is none either', async () => {
    const net = affineNetwork([[1e38, -1e38]], [3e38, -3e38]);
    const task = taskOf(tf.tensor2d([[0.5]]), [1], 2, 0.3);
    const { examples } = await pgd({ steps: 3 })(net, task);
    expect(examples[0]).toMatchObject({ status: 'undefined', witness: null });
  });

  it('a label out of range breaks nothing', async () => {
    const net = affineNetwork([[1, -1]], [0, 0]);
    const spec = classificationSpec(tf.tensor1d([7], 'int32'), 2);
    const { examples } = await pgd({ steps: 3 })(net, { x: tf.tensor2d([[0.5]]), spec, epsilon: 0.3 });
    expect(examples[0]!.status).toBe('undefined');
  });
});

it('a projection that is wrong gives no witness', async () => {
  await withNetwork(...mlp(5, 12, 3), async (net) => {
    const x = inputs([4, 5]);
    const task = taskOf(x, labelsOf(apply(net, x)), 3, 0.01);
    const certified = ibp()(lower(net), linfBall(x, 0.01), task.spec).dataSync();
    expect(Math.max(...certified)).toBeLessThan(0);
    const wrong = { ...l2(), project: () => undefined, draw: () => undefined };
    const result = await pgd({ norm: wrong, steps: 20, stepSize: 50 })(net, task);
    expect(broken(result)).toBe(0);
    expect(result.examples.every(({ margin }) => margin <= 0)).toBe(true);
  });
});
