import { apply, dense, disposeNetwork, type Engine, network } from '@ibp/layers';
import { onnxEngine } from '@ibp/onnx';
import * as tf from '@tensorflow/tfjs-core';
import type { AttackResult } from './attack';
import { exhaustive } from './exhaustive';
import { fgsm } from './fgsm';
import { signStepFunction } from './gradients/functions';
import { carliniWagner } from './losses/carlini-wagner';
import { crossEntropyLoss } from './losses/cross-entropy';
import { topKHinge } from './losses/top-k-hinge';
import { l2 } from './norms/l2';
import { pgd } from './pgd';
import { square } from './square';
import { multiTargeted } from './targets';
import { convolutional, inputs, labelsOf, mlp, taskOf, withNetwork } from './testing';

/** Equal verdicts; margins of what was not broken within rounding. */
function expectSame(compiled: AttackResult, eager: AttackResult): void {
  expect(compiled.examples.map(({ status, spec }) => [status, spec])).toEqual(
    eager.examples.map(({ status, spec }) => [status, spec]),
  );
  for (const [i, { margin }] of compiled.examples.entries()) {
    expect(Math.abs(margin - eager.examples[i]!.margin)).toBeLessThan(1e-3);
  }
}

describe('with onnxruntime, an attack does what it does op by op', () => {
  it.each([
    ['pgd', (engine?: Engine) => pgd({ steps: 10, restarts: 2, ...(engine && { engine }) })],
    [
      'multi-targeted',
      (engine?: Engine) =>
        pgd({ steps: 8, targets: multiTargeted(), loss: crossEntropyLoss(), ...(engine && { engine }) }),
    ],
    [
      'Carlini and Wagner in l2',
      (engine?: Engine) => pgd({ steps: 8, norm: l2(), loss: carliniWagner(), ...(engine && { engine }) }),
    ],
    ['top k', (engine?: Engine) => pgd({ steps: 8, loss: topKHinge({ k: 2 }), ...(engine && { engine }) })],
    ['fgsm', (engine?: Engine) => fgsm(engine && { engine })],
    ['square', (engine?: Engine) => square({ steps: 20, ...(engine && { engine }) })],
  ])('%s', async (name, attack) => {
    const engine = await onnxEngine();
    await withNetwork(...convolutional, async (net) => {
      const x = inputs([9, 8, 8, 1]);
      const task = taskOf(
        x,
        labelsOf(apply(net, x)),
        3,
        ({ 'Carlini and Wagner in l2': 1.2, square: 0.4 } as never)[name] ?? 0.22,
      );
      const compiled = await attack(engine)(net, task);
      expectSame(compiled, await attack()(net, task));
      const statuses = new Set(compiled.examples.map(({ status }) => status));
      expect(statuses).toEqual(new Set(['broken', 'unbroken']));
    });
  });

  it('exhaustive search', async () => {
    const engine = await onnxEngine();
    await withNetwork(...mlp(2, 8, 3), async (net) => {
      const x = inputs([5, 2]);
      const task = taskOf(x, labelsOf(apply(net, x)), 3, 0.1);
      expectSame(
        await exhaustive({ points: 5, engine })(net, task),
        await exhaustive({ points: 5 })(net, task),
      );
    });
  });
});

it('makes sign steps with the gradients: into the box of each example, feature by feature', async () => {
  const names = new Set<string>();
  const engine = await onnxEngine();
  const watching: Engine = {
    ...engine,
    compile: (fn, given) => {
      for (const name of Object.keys(given)) names.add(name);
      return engine.compile(fn, given);
    },
  };
  await withNetwork(...mlp(4, 8, 3), async (net) => {
    const x = inputs([6, 4]);
    const task = { ...taskOf(x, labelsOf(apply(net, x)), 3, 0.1), epsilon: [0.3, 0, 0.05, 0.2] };
    const options = { steps: 12, restarts: 2, stepSize: 0.3 };
    const compiled = await pgd({ ...options, engine: watching })(net, task);
    expectSame(compiled, await pgd(options)(net, task));
    expect([...names]).toEqual(expect.arrayContaining(['share', 'radii', 'lower', 'upper']));
    // in another ball the host makes them
    names.clear();
    await pgd({ steps: 2, norm: l2(), engine: watching })(net, { ...task, epsilon: 0.1 });
    expect([...names]).not.toContain('radii');
  });
});

it('steps nowhere where a gradient is not a number', () => {
  const net = network([2], dense(1), { seed: 1 });
  const [x, one] = [tf.tensor2d([[0.5, 0.5]]), tf.ones([1, 2])];
  const step = signStepFunction(net, (values, _) => tf.squeeze(tf.mul(values, Number.NaN), [1]));
  const row = { x, c: tf.ones([1, 1, 1]), d: tf.zeros([1, 1]), targets: tf.zeros([1, 1]) };
  const box = { radii: one, lower: tf.zeros([1, 2]), upper: one, share: tf.tensor2d([[0.1]]) };
  expect(Array.from(step({ ...row, ...box }).next!.dataSync())).toEqual([0.5, 0.5]);
  disposeNetwork(net);
});

/** Of batches up to 32: three binary digits. */
const SIZES = [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20, 24, 28, 32];

it('compiles for a few sizes of batch only, and sees weights that have changed', async () => {
  let compilations = 0;
  const engine = await onnxEngine();
  const counting: Engine = {
    ...engine,
    compile: (fn, given) =>
      engine.compile((...args) => {
        compilations += 1;
        expect(SIZES).toContain(args[0].x!.shape[0]);
        return fn(...args);
      }, given),
  };
  await withNetwork(...mlp(4, 8, 3), async (net) => {
    const x = inputs([20, 4], 4);
    const attack = pgd({ steps: 5, restarts: 4, batchSize: 32, engine: counting });
    const task = taskOf(x, labelsOf(apply(net, x)), 3, 0.05);
    const before = await attack(net, task);
    expect(compilations).toBeLessThanOrEqual(SIZES.length);
    const known = compilations;
    const kernel = Object.values(net.variables)[0]!;
    kernel.assign(tf.neg(kernel));
    const after = await attack(net, taskOf(x, labelsOf(apply(net, x)), 3, 0.05));
    expect(compilations).toBeLessThanOrEqual(SIZES.length);
    expect(compilations).toBeGreaterThanOrEqual(known);
    const margins = ({ examples }: AttackResult) => examples.map(({ margin }) => margin);
    expect(margins(after)).not.toEqual(margins(before));
    expectSame(
      after,
      await pgd({ steps: 5, restarts: 4, batchSize: 32 })(net, taskOf(x, labelsOf(apply(net, x)), 3, 0.05)),
    );
  });
});

it('the memory of tfjs is flat over steps', async () => {
  const engine = await onnxEngine();
  await withNetwork(...convolutional, async (net) => {
    const x = inputs([4, 8, 8, 1]);
    const task = taskOf(x, labelsOf(apply(net, x)), 3, 1e-4);
    for (const options of [{}, { engine }]) {
      const before = tf.memory().numTensors;
      const peak: number[] = [];
      const watched = pgd({
        ...options,
        steps: 12,
        restarts: 2,
        // called on the host between evaluations
        stepSize: (_, steps) => {
          peak.push(tf.memory().numTensors);
          return 1 / steps;
        },
      });
      await watched(net, task);
      expect(new Set(peak)).toEqual(new Set([before]));
      expect(peak).toHaveLength(4 * 2 * 12);
      expect(tf.memory().numTensors).toBe(before);
    }
  });
});
