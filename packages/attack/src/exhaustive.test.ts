import { linearSpec } from '@ibp/bounds';
import { apply, type LoweredNetwork, network } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { spsa } from './gradients/spsa';
import { crossEntropyLoss } from './losses/cross-entropy';
import { adamSteps } from './optimizers/adam';
import { multiTargeted } from './targets';
import { inputs, labelsOf, mlp, taskOf, withNetwork } from './testing';
import { exhaustive, fgsm, pgd, square } from './testing-engine';

/**
 * Figure 1 of the paper in two dimensions: the margin slopes gently away from a spike in one corner of the box, so that
 * gradients lead to the opposite corner from almost everywhere, and the only counter-examples are on the spike.
 *
 * margin(x, y) = -0.1 - 0.1 (x + y) + 160 relu(x + y - 1.195), on the box [0.4, 0.6]^2
 */
function spike(): LoweredNetwork {
  const dense = (name: string, kernel: number[], bias: number[], from: number) =>
    ({
      op: 'dense',
      name,
      params: { kernel: tf.tensor2d(kernel, [2, 2]), bias: tf.tensor1d(bias) },
      inputs: [from],
      shape: [bias.length],
    }) as const;
  return {
    inputShape: [2],
    nodes: [
      { op: 'input', name: 'input', params: {}, inputs: [], shape: [2] },
      dense('sums', [1, 1, 1, 1], [0, -1.195], 0),
      { op: 'relu', name: 'relu', params: {}, inputs: [1], shape: [2] },
      dense('logits', [0, -0.1, 0, 160], [0, -0.1], 2),
    ],
  };
}

const spikeTask = () => ({ ...taskOf(tf.tensor2d([[0.5, 0.5]]), [0], 2, 0.1), seed: 1 });

describe('figure 1: a network that PGD does not break and exhaustive search does', () => {
  it.each([
    ['from the example', pgd({ steps: 60, start: 'example' })],
    ['from random points', pgd({ steps: 60, restarts: 10 })],
    [
      'with cross-entropy and Adam',
      pgd({ steps: 60, restarts: 10, loss: crossEntropyLoss(), optimizer: adamSteps() }),
    ],
    ['multi-targeted', pgd({ steps: 60, restarts: 10, targets: multiTargeted() })],
    ['in one step', fgsm()],
  ])('PGD %s fails', async (_, attack) => {
    const { examples } = await attack(spike(), spikeTask());
    expect(examples[0]!.status).toBe('unbroken');
    expect(examples[0]!.margin).toBeLessThan(-0.15);
  });

  it('exhaustive search finds the corner', async () => {
    const net = spike();
    const { examples } = await exhaustive()(net, spikeTask());
    expect(examples[0]!.status).toBe('broken');
    expect(Math.min(...examples[0]!.witness!)).toBeGreaterThan(0.595);
    const logits = apply(net, tf.tensor(examples[0]!.witness!, [1, 2]));
    expect(labelsOf(logits)).toEqual([1]);
  });

  it('and so do attacks that look at values alone', async () => {
    const estimated = pgd({ steps: 10, gradients: spsa({ samples: 20, delta: 0.1 }) });
    for (const attack of [square({ steps: 40 }), estimated]) {
      expect((await attack(spike(), spikeTask())).examples[0]!.status).toBe('broken');
    }
  });
});

it('PGD helpless without a gradient, exhaustive search not', async () => {
  // relu6 of something steep is flat but for a narrow slope, at x = 0.598
  const net = network([1], (build, x) => {
    const steep = build.add('rescale', { scale: 2000, shift: -1194 }, [x]);
    const flat = build.add('relu6', {}, [steep]);
    return build.add('rescale', { scale: 1, shift: -3 }, [flat]);
  });
  const task = { x: tf.tensor2d([[0.55]]), spec: linearSpec(tf.ones([1, 1, 1])), epsilon: 0.05 };
  expect((await pgd({ steps: 50, start: 'example' })(net, task)).examples[0]!.status).toBe('unbroken');
  const { examples } = await exhaustive({ points: 200 })(net, task);
  expect(examples[0]!.witness![0]).toBeGreaterThan(0.598);
});

it('visits every point of the grid once, both ends among them, and only the elements named', async () => {
  await withNetwork(...mlp(3, 4, 2), async (net) => {
    const x = inputs([1, 3]);
    const task = { x, spec: linearSpec(tf.zeros([1, 1, 2]), tf.tensor2d([[-1]])), epsilon: 0.25 };
    const visits = async (options: object) =>
      (await exhaustive({ points: 4, ...options })(net, task)).examples[0]!;
    expect(await visits({})).toMatchObject({ runs: 64, evaluations: 65, margin: -1 });
    expect(await visits({ elements: [2, 0, 2] })).toMatchObject({ runs: 16 });
    expect(await visits({ batchSize: 3 })).toMatchObject({ runs: 64 });
  });
});

it('is exact on the corners of a linear function', async () => {
  await withNetwork(
    [2],
    (build, x) => build.add('rescale', { scale: -3, shift: 0.5 }, [x]),
    async (net) => {
      const spec = linearSpec(tf.tensor3d([[[1, -2]]]), tf.tensor2d([[-9]]));
      const task = { x: tf.tensor2d([[0.5, 0.9]]), spec, epsilon: 0.25 };
      const { examples } = await exhaustive({ points: 2 })(net, task);
      // at (0.25, 1): -0.75 + 0.5 + 6 - 1 - 9
      expect(examples[0]!.margin).toBeCloseTo(-4.25, 6);
    },
  );
});

it('refuses a grid that is too large', async () => {
  await withNetwork(...mlp(9, 4, 2), async (net) => {
    const task = taskOf(inputs([1, 9]), [0], 2, 0.1);
    await expect(exhaustive()(net, task)).rejects.toThrow(
      'exhaustive: expected at most 1000000 points, got 11^9; name a few elements',
    );
    await expect(exhaustive({ elements: [9] })(net, task)).rejects.toThrow(
      'exhaustive: expected elements to be a whole number from 0 to 8, got 9',
    );
  });
  expect(() => exhaustive({ points: 1 })).toThrow(
    'exhaustive: expected points to be a whole number >= 2, got 1',
  );
});
