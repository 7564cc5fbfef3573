import { dense, disposeNetwork, network } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { createOptimizer, disposeOptimizer, optimizerUpdate } from './optimizer';
import { type OptimizerOptions, optimizerNames } from './table';

const gradients = [0.5, -2, 3, 0.1, -0.7, 1.5, 0.25, -1];

/** Where one weight that begins at 1 is after each update. */
function follow(
  options: OptimizerOptions,
  {
    learningRate = 0.01,
    of = gradients,
    scale = 1,
  }: { learningRate?: number; of?: number[]; scale?: number },
): number[] {
  const net = network([1], dense(1, { useBias: false, name: 'only' }), { seed: 1 });
  const weight = net.variables['only/kernel']!;
  tf.tidy(() => weight.assign(tf.ones([1, 1])));
  const optimizer = createOptimizer(net, options);
  const path = of.map((gradient, step) =>
    tf.tidy(() => {
      optimizerUpdate(
        optimizer,
        net,
        { 'only/kernel': tf.tensor2d([[gradient]]) },
        { step, learningRate, scale },
      );
      return weight.dataSync()[0]!;
    }),
  );
  disposeOptimizer(optimizer);
  disposeNetwork(net);
  return path;
}

function expectClose(path: readonly number[], expected: readonly number[]): void {
  expect(path).toHaveLength(expected.length);
  for (const [i, value] of expected.entries()) expect(path[i]).toBeCloseTo(value, 6);
}

describe('optimisers', () => {
  it('do what is worked out by hand', () => {
    // velocities 1 and 1.5
    expectClose(follow({ name: 'sgd', momentum: 0.5 }, { learningRate: 0.1, of: [1, 1] }), [0.9, 0.75]);
    // directions 1 + 0.5 and 1 + 0.75
    const ahead = { name: 'sgd', momentum: 0.5, nesterov: true } as const;
    expectClose(follow(ahead, { learningRate: 0.1, of: [1, 1] }), [0.85, 0.675]);
    // gradients 0 + 0.5 * 1 and 0 + 0.5 * 0.95
    const decaying = { name: 'sgd', momentum: 0, weightDecay: 0.5 } as const;
    expectClose(follow(decaying, { learningRate: 0.1, of: [0, 0] }), [0.95, 0.9025]);
    // without a gradient only the decay is left: 1 - 0.1 * 0.5 of it
    expectClose(
      follow({ name: 'adamw', weightDecay: 0.5 }, { learningRate: 0.1, of: [0, 0] }),
      [0.95, 0.9025],
    );
    // with one that stays the same Adam goes a rate a step, whatever its size
    expectClose(follow({ name: 'adam' }, { of: [2, 2] }), [0.99, 0.98]);
    expectClose(follow({ name: 'adamw', weightDecay: 0.5 }, { of: [2] }), [0.99 - 0.01 * 0.5]);
  });

  it('rectify Adam from the sixth step on: before it the rate times the gradient', () => {
    // rho: 1999 - 12 * 0.999^6 / (1 - 0.999^6) = 5.9942 at step 6, so r = sqrt(1.9942 * 3.9942 * 1999 / (1995 * 1997 * 5.9942))
    const rectified = 0.01 * 0.0258;
    const path = follow({ name: 'radam' }, { of: [2, 2, 2, 2, 2, 2] });
    expectClose(path.slice(0, 5), [0.98, 0.96, 0.94, 0.92, 0.9]);
    expect(path[4]! - path[5]!).toBeCloseTo(rectified, 6);
    expect(path[4]! - path[5]!).not.toBeCloseTo(0.02, 3);
  });

  it.each<[OptimizerOptions, number[]]>([
    [
      { name: 'adamw', weightDecay: 0.1 },
      [
        0.9890000002, 0.9936060351, 0.9897952464, 0.9863389631, 0.984336363, 0.9805795621, 0.976866043,
        0.9747548037,
      ],
    ],
    [
      { name: 'radam' },
      [
        0.995, 1.0031578947, 0.9972353855, 0.9927442544, 0.9910591917, 0.9909876036, 0.9908981304,
        0.990854187,
      ],
    ],
    [
      { name: 'radam', beta2: 0.9 },
      [
        0.995, 1.0031578947, 0.9972353855, 0.9927442544, 0.9910591917, 0.9903383535, 0.9893928968,
        0.9889212781,
      ],
    ],
    [{ name: 'sgd' }, [0.995, 1.0105, 0.99445, 0.979005, 0.9721045, 0.95089405, 0.929304645, 0.9198741805]],
    [
      { name: 'sgd', nesterov: true },
      [0.9905, 1.02445, 0.980005, 0.9651045, 0.96589405, 0.931804645, 0.9098741805, 0.9113867625],
    ],
    [
      { name: 'sgd', weightDecay: 0.1 },
      [0.994, 1.007606, 0.988843794, 0.9699689648, 0.9590116496, 0.9331910542, 0.9065193273, 0.8916082538],
    ],
  ])('%o goes where that of optax 0.2.8 goes, in float64', (options, expected) => {
    expectClose(follow(options, {}), expected);
  });

  it('follow the published algorithms, computed in float64', () => {
    const [rate, b1, b2] = [0.01, 0.9, 0.999];
    const expected = { adam: [1], adamw: [1], radam: [1] };
    let [m, v] = [0, 0];
    for (const [i, g] of gradients.entries()) {
      const t = i + 1;
      m = b1 * m + (1 - b1) * g;
      v = b2 * v + (1 - b2) * g * g;
      const first = m / (1 - b1 ** t);
      const root = Math.sqrt(v / (1 - b2 ** t));
      const step = first / (root + 1e-8);
      const length = 2 / (1 - b2) - 1;
      const rho = length - (2 * t * b2 ** t) / (1 - b2 ** t);
      const r = Math.sqrt(((rho - 4) * (rho - 2) * length) / ((length - 4) * (length - 2) * rho));
      expected.adam.push(expected.adam.at(-1)! - rate * step);
      expected.adamw.push(expected.adamw.at(-1)! - rate * (step + 0.3 * expected.adamw.at(-1)!));
      expected.radam.push(expected.radam.at(-1)! - rate * (rho > 5 ? (r * first) / root : first));
    }
    expectClose(follow({ name: 'adam' }, {}), expected.adam.slice(1));
    expectClose(follow({ name: 'adamw', weightDecay: 0.3 }, {}), expected.adamw.slice(1));
    expectClose(follow({ name: 'radam' }, {}), expected.radam.slice(1));
  });

  it.each(optimizerNames)('%s scales the gradients', (name) => {
    const scaled = follow({ name }, { of: [8, -4, 2], scale: 0.25 });
    expect(scaled).toEqual(follow({ name }, { of: [2, -1, 0.5] }));
  });

  it.each<[OptimizerOptions, string]>([
    [{ name: 'adam', beta1: 1 }, 'adam: expected betas in [0, 1) and epsilon > 0, got 1, 0.999 and 1e-8'],
    [{ name: 'radam', epsilon: 0 }, 'radam: expected betas in [0, 1) and epsilon > 0, got 0.9, 0.999 and 0'],
    [{ name: 'adamw', weightDecay: -1 }, 'adamw: expected a weightDecay >= 0, got -1'],
    [{ name: 'sgd', momentum: 1 }, 'sgd: expected momentum in [0, 1), got 1'],
    [{ name: 'sgd', momentum: 0, nesterov: true }, 'sgd: expected momentum above 0 with nesterov, got 0'],
    [{ name: 'sgd', weightDecay: Number.NaN }, 'sgd: expected a weightDecay >= 0, got NaN'],
    [{ name: 'lion' as 'adam' }, 'optimizer: expected adam, adamw, radam, sgd, got "lion"'],
  ])('refuse %o', (options, message) => {
    expect(() => follow(options, {})).toThrow(message);
    tf.disposeVariables(); // the network of the path that was not gone
  });
});
