import { linearSpec } from '@ibp/bounds';
import * as tf from '@tensorflow/tfjs-core';
import type { AttackTask } from './attack';
import { spsa } from './gradients/spsa';
import { targeted } from './targets';
import { affineNetwork, taskOf } from './testing';
import { pgd, square } from './testing-engine';

const task = (more: Partial<AttackTask> = {}): AttackTask => ({
  ...taskOf(
    tf.tensor2d([
      [0.5, 0.5],
      [0.2, 0.9],
    ]),
    [0, 1],
    2,
    0.1,
  ),
  ...more,
});
const attack = (more: Partial<AttackTask>) =>
  pgd({ steps: 1 })(
    affineNetwork(
      [
        [1, 0],
        [0, 1],
      ],
      [0, 0],
    ),
    task(more),
  );

describe('options', () => {
  it.each([
    [() => pgd({ steps: 0 }), 'pgd: expected steps to be a whole number >= 1, got 0'],
    [() => pgd({ steps: 2.5 }), 'pgd: expected steps to be a whole number >= 1, got 2.5'],
    [() => pgd({ restarts: 0 }), 'pgd: expected restarts to be a whole number >= 1, got 0'],
    [() => pgd({ batchSize: Number.NaN }), 'pgd: expected batchSize to be a whole number >= 1, got NaN'],
    [() => pgd({ stepSize: 0 }), 'pgd: expected stepSize to be a finite number above 0, got 0'],
    [
      () => pgd({ start: 'corner' as never }),
      'pgd: expected start to be "random", "example" or a function, got "corner"',
    ],
    [() => square({ share: 2 }), 'square: expected share to be above 0 and at most 1, got 2'],
    [() => spsa({ samples: 0 }), 'spsa: expected samples to be a whole number >= 1, got 0'],
    [() => spsa({ delta: -1 }), 'spsa: expected delta to be a finite number above 0, got -1'],
  ])('%s', (call, message) => {
    expect(call).toThrow(message);
  });
});

describe('tasks', () => {
  it.each<[Partial<AttackTask>, string]>([
    [{ epsilon: -0.1 }, 'pgd: expected a finite epsilon >= 0, got -0.1'],
    [{ epsilon: Number.NaN }, 'pgd: expected a finite epsilon >= 0, got NaN'],
    [{ epsilon: Number.POSITIVE_INFINITY }, 'pgd: expected a finite epsilon >= 0, got Infinity'],
    [{ range: [1, 0] }, 'pgd: expected a range [least, greatest], got [1,0]'],
    [
      { range: [0.3, 1] },
      'pgd: expected inputs in [0.3, 1], got 0.20000000298023224 in example 1, feature 0;',
    ],
    [{ seed: 0.5 }, 'pgd: expected seed to be a whole number'],
    [{ violations: 2 }, 'pgd: expected violations to be a whole number from 1 to 1, got 2'],
    [{ skip: [true] }, 'pgd: skip: expected shape [2], got [1]'],
  ])('%j', async (more, message) => {
    await expect(attack(more)).rejects.toThrow(message);
  });

  it('with tensors that do not fit', async () => {
    await expect(attack({ x: tf.zeros([2, 3]) })).rejects.toThrow('pgd: expected shape [*,2], got [2,3]');
    await expect(
      attack({
        x: tf.tensor2d([
          [0.5, Number.NaN],
          [0, 0],
        ]),
      }),
    ).rejects.toThrow('pgd: expected inputs in [0, 1], got NaN in example 0');
    await expect(attack({ spec: linearSpec(tf.zeros([2, 1, 3])) })).rejects.toThrow(
      'pgd: c of the specification: expected shape [2,*,2], got [2,1,3]',
    );
    await expect(attack({ spec: linearSpec(tf.zeros([3, 1, 2])) })).rejects.toThrow(
      'pgd: c of the specification: expected shape [2,*,2], got [3,1,2]',
    );
    const spec = { c: tf.zeros([2, 1, 2]), d: tf.zeros<tf.Rank.R2>([2, 2]) };
    await expect(attack({ spec })).rejects.toThrow(
      'pgd: d of the specification: expected shape [2,1], got [2,2]',
    );
  });

  it('with a target that is no specification', async () => {
    const net = affineNetwork(
      [
        [1, 0],
        [0, 1],
      ],
      [0, 0],
    );
    await expect(pgd({ targets: targeted([0, 3]) })(net, task())).rejects.toThrow(
      'targeted: expected a specification from 0 to 0 for example 1, got 3',
    );
  });
});

it('ends with the reason of its signal', async () => {
  const stop = new AbortController();
  const net = affineNetwork(
    [
      [1, 0],
      [0, 1],
    ],
    [0, 0],
  );
  const stepSize = (step: number) => {
    if (step === 3) stop.abort(new Error('enough'));
    return 0.1;
  };
  await expect(pgd({ steps: 1000, stepSize })(net, task({ signal: stop.signal }))).rejects.toThrow('enough');
});

it('lets the event loop turn, so that a timer can end it', async () => {
  const stop = new AbortController();
  const net = affineNetwork(
    [
      [1, 0],
      [0, 1],
    ],
    [0, 0],
  );
  const unbreakable = { c: tf.zeros([2, 1, 2]), d: tf.fill<tf.Rank.R2>([2, 1], -1) };
  setTimeout(() => stop.abort(new Error('late')), 5);
  const attack = pgd({ steps: 1e7 })(net, task({ spec: unbreakable, signal: stop.signal }));
  await expect(attack).rejects.toThrow('late');
});
