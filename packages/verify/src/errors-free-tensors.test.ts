import { registerGradients } from '@ibp/backend/gradients';
import { linearSpec } from '@ibp/bounds';
import { conv2d, dense, depthwiseConv2d, flatten, lower, network, relu, sequential } from '@ibp/layers';
import { alphaCrown, crown, crownBounds } from '@ibp/relax';
import { randomize } from '@ibp/testing-networks';
import * as tf from '@tensorflow/tfjs-core';
import { conv2DGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Conv2D_grad';
import { branchAndBound } from './branch-and-bound';
import { certify } from './cascade/certify';
import { alphaCrownStage } from './cascade/stages/alpha-crown';
import { boundStage } from './cascade/stages/bound';
import { branchAndBoundStage } from './cascade/stages/branch-and-bound';
import { cleanStage } from './cascade/stages/clean';

const shape = [6, 6, 1];
const dilated = conv2d({ filters: 3, kernelSize: 2, dilations: 2 });
const layer = sequential(
  dilated,
  relu(),
  depthwiseConv2d({ kernelSize: 2, dilations: [1, 2], padding: 'same' }),
  relu(),
  flatten(),
  dense(10),
  relu(),
  dense(3),
);
const net = () => randomize(network(shape, layer), 3);
const box = (epsilon: number) => ({
  lower: tf.fill([1, ...shape], 0.5 - epsilon),
  upper: tf.fill([1, ...shape], 0.5 + epsilon),
});
/** z0 - z1 - margin < 0 and z2 - z1 - margin < 0 */
const spec = (margin: number) =>
  linearSpec(tf.tensor3d([1, -1, 0, 0, -1, 1], [1, 2, 3]), tf.fill([1, 2], -margin) as tf.Tensor2D);

describe('branch and bound of dilated convolutions', () => {
  it.each([
    [30, 'verified'],
    [-30, 'falsified'],
  ])('with a margin of %d: %s', async (margin, status) => {
    const found = await branchAndBound(net(), box(0.1), spec(margin), { maxNodes: 500 });
    expect(found.status).toBe(status);
    tf.disposeVariables();
  });

  it('cuts the box, and looks for counter-examples by gradients', async () => {
    for (const [epsilon, margin, status] of [
      [0.3, 0.1, 'verified'],
      [0.5, 0.2, 'falsified'],
    ] as const) {
      const found = await branchAndBound(net(), box(epsilon), spec(margin), { rootSteps: 2 });
      expect([found.status, found.nodes > 2]).toEqual([status, true]);
    }
    tf.disposeVariables();
  });
});

const stop = (): never => {
  throw new Error('stop');
};

/** Runs what is to throw, and counts what it leaves behind. */
async function leftBy(run: () => unknown): Promise<number> {
  const before = tf.memory().numTensors;
  await expect((async () => run())()).rejects.toThrow();
  return tf.memory().numTensors - before;
}

describe('an error frees everything', () => {
  afterEach(() => tf.disposeVariables());

  it.each([
    ['a search for counter-examples', { improve: stop }],
    ['a clock', { now: stop }],
    ['bounds', { bounds: stop }],
    [
      'bounds of later nodes',
      { bounds: (...of: Parameters<typeof crownBounds>) => crownBounds(...of).slice(0, 2) },
    ],
  ])('branch and bound: in %s', async (_, options) => {
    const [given, input, rows] = [net(), box(0.3), spec(0.1)]; // not proved at once
    expect(await leftBy(() => branchAndBound(given, input, rows, options))).toBe(0);
  });

  it('branch and bound and alpha-CROWN: in a gradient', async () => {
    const [given, input, rows] = [net(), box(0.3), spec(0.1)]; // not proved at once
    const kernel = 'Conv2DBackpropInput';
    const { gradFunc } = tf.getGradient(kernel);
    tf.registerGradient({ ...tf.getGradient(kernel), gradFunc: stop });
    tf.registerGradient(conv2DGradConfig as tf.GradConfig); // refuses dilations
    try {
      expect(await leftBy(() => branchAndBound(given, input, rows))).toBe(0);
      expect(await leftBy(() => tf.tidy(() => alphaCrown()(lower(given), input, rows)))).toBe(0);
    } finally {
      tf.registerGradient({ ...tf.getGradient(kernel), gradFunc });
      registerGradients();
    }
  });

  it('CROWN and alpha-CROWN: of a specification, a box or a network that does not fit', async () => {
    const [given, input, rows] = [net(), box(0.1), spec(1)];
    const wrong = linearSpec(tf.zeros([1, 2, 4]), tf.zeros([1, 2]));
    const flat = { lower: tf.zeros([1, 36]), upper: tf.ones([1, 36]) };
    for (const method of [crown(), alphaCrown()]) {
      expect(await leftBy(() => tf.tidy(() => method(lower(given), input, wrong)))).toBe(0);
      expect(await leftBy(() => tf.tidy(() => method(lower(given), flat, rows)))).toBe(0);
    }
    expect(await leftBy(() => branchAndBound(given, input, wrong))).toBe(0);
    expect(await leftBy(() => branchAndBound(given, flat, rows))).toBe(0);
  });
});

describe('certify frees what it was given and what it made', () => {
  afterEach(() => tf.disposeVariables());
  const stages = [cleanStage(), boundStage('crown', crown()), alphaCrownStage(), branchAndBoundStage()];
  type Options = Partial<Parameters<typeof certify>[2]>;
  const examples = (value = 0.5, labels = [0, 1]) => ({ x: tf.fill([2, ...shape], value), labels });
  /** Made when they are asked for: what is never asked for is not certify's to free. */
  const drain = async (given: () => Iterable<ReturnType<typeof examples>>, options: Options) => {
    const batches = (function* () {
      yield* given();
    })();
    for await (const _ of certify(net(), batches, { epsilon: 0.05, stages, ...options }));
  };

  const aborted = AbortSignal.abort();
  const journal = (method: 'load' | 'append') => ({
    load: async () => [],
    append: async () => undefined,
    [method]: async () => stop(),
  });
  it.each<[string, () => Iterable<ReturnType<typeof examples>>, Options]>([
    ['a label that is no class', () => [examples(0.5, [0, 7])], {}],
    ['too few labels', () => [examples(0.5, [0])], {}],
    ['an input out of range', () => [examples(1.5)], {}],
    ['a journal that cannot be written', () => [examples()], { journal: journal('append') }],
    ['a journal that cannot be read', () => [examples()], { journal: journal('load') }],
    ['an end from outside', () => [examples()], { signal: aborted }],
    ['a stage that cannot work', () => [], { stages: [{ ...cleanStage(), check: async () => stop() }] }],
    [
      'batches that end in an error',
      function* () {
        yield examples();
        stop();
      },
      {},
    ],
  ])('after %s', async (_, batches, options) => {
    const before = tf.memory().numTensors;
    const variables = Object.values(net().variables).length;
    tf.disposeVariables();
    await expect(drain(batches, options)).rejects.toThrow();
    expect(tf.memory().numTensors - before).toBe(variables);
  });

  it('where the caller leaves after the first result', async () => {
    const given = net();
    const before = tf.memory().numTensors;
    const batches = (function* () {
      yield examples();
      yield examples();
    })();
    for await (const _ of certify(given, batches, { epsilon: 0.05, stages })) break;
    expect(tf.memory().numTensors - before).toBe(0);
  });
});
