import { attackError, pgd } from '@ibp/attack';
import { classificationSpec } from '@ibp/bounds';
import { batches, type Dataset, fromArrays, type SplitDataset, trainingBatch } from '@ibp/data';
import { embeddedDigits } from '@ibp/data/node';
import {
  assignWeights,
  type BoundMethod,
  batchNorm,
  dense,
  disposeNetwork,
  flatten,
  ibp,
  ibpNormal,
  identity,
  type Network,
  network,
  orthogonal,
  relu,
  sequential,
  type WeightArrays,
  weightArrays,
} from '@ibp/layers';
import { onnxEngine } from '@ibp/onnx';
import { crown, crownIbp, fastLin, hybridZonotope } from '@ibp/relax';
import { evaluate, layerStatistics, learnedDual, neuronStability, train, withVerifier } from '@ibp/train';
import * as tf from '@tensorflow/tfjs-core';
import { buildLoss } from './build-loss';
import type { Method } from './method';
import type { Recipe } from './recipe';
import { schedulesOf } from './schedules';

const EPSILON = 0.05;

/** A recipe's network but for its size: small enough for runs of a second or two. */
const build = ({ method, initializer, batchNorm: normalized, seed }: Recipe): Network => {
  const kernelInitializer = initializer === 'ibp' ? ibpNormal() : orthogonal();
  const hidden = () =>
    sequential(dense(20, { kernelInitializer }), normalized ? batchNorm() : identity(), relu());
  const net = network([7, 7, 1], sequential(flatten(), hidden(), hidden(), dense(10)), { seed });
  return method?.name === 'learned-dual' ? withVerifier(net) : net;
};

/** Real digits, each pixel the mean of 16. */
async function smallDigits({
  train: all,
  test: held,
}: SplitDataset): Promise<{ train: Dataset; test: Dataset }> {
  const shrunk = (dataset: Dataset): Dataset => {
    const { x, labels } = [...batches(dataset, dataset.count)][0]!;
    const small = tf.tidy(() => tf.round(tf.mul(tf.avgPool(x as tf.Tensor4D, 4, 4, 'valid'), 255)));
    const images = Uint8Array.from(small.dataSync());
    tf.dispose([x, small]);
    return fromArrays({
      name: 'small-digits',
      images,
      labels: Uint8Array.from(labels),
      shape: [7, 7, 1],
      classes: 10,
    });
  };
  return { train: shrunk(all), test: shrunk(held) };
}

const recipeOf = (method: Method, changes: Partial<Recipe> = {}): Recipe => ({
  model: 'small',
  epsilon: EPSILON,
  epsilonTrain: EPSILON,
  steps: 120,
  batchSize: 50,
  warmUp: 0.1,
  ramp: 0.4,
  schedule: 'linear',
  kappaStart: 0.5,
  kappaEnd: 0.1,
  learningRate: 1e-2,
  decays: [[0.8, 0.2]],
  initializer: 'orthogonal',
  batchNorm: false,
  specLoss: 'crossEntropy',
  elision: true,
  clipNorm: 10,
  method,
  seed: 1,
  ...changes,
});

const attack = { steps: 4, stepSize: 0.5 };
type Case = readonly [method: Method, bound: (net: Network) => BoundMethod, changes?: Partial<Recipe>];

/** Each is judged by the bound it was trained for; those that are trained on no bound, by CROWN. */
const cases: { readonly [name: string]: Case } = {
  ibp: [{ name: 'ibp' }, () => ibp()],
  'fast ibp': [
    { name: 'ibp' },
    () => ibp(),
    { initializer: 'ibp', batchNorm: true, regularizers: { fast: 0.5, l1: 1e-5 } },
  ],
  'crown-ibp': [{ name: 'crown-ibp' }, () => ibp()],
  'crown-ibp to its end': [{ name: 'crown-ibp', betaEnd: 1 }, () => crownIbp()],
  'wong-kolter': [{ name: 'wong-kolter' }, () => fastLin()],
  'wong-kolter, projected': [{ name: 'wong-kolter', projections: 9 }, () => fastLin()],
  diffai: [{ name: 'diffai' }, () => hybridZonotope()],
  'learned-dual': [{ name: 'learned-dual' }, learnedDual],
  mixtrain: [{ name: 'mixtrain', samples: 10 }, () => fastLin()],
  sabr: [{ name: 'sabr', ratio: 0.4, attack }, () => crown()],
  taps: [{ name: 'taps', attack }, () => crown()],
  staps: [{ name: 'staps', ratio: 0.6, attack }, () => crown()],
  'mtl-ibp': [{ name: 'mtl-ibp', alpha: 0.1 }, () => crown()],
  'cc-ibp': [{ name: 'cc-ibp', alpha: 0.2 }, () => crown()],
  'exp-ibp': [{ name: 'exp-ibp', alpha: 0.3 }, () => crown()],
};

describe('training on real digits', () => {
  let digits: { train: Dataset; test: Dataset };
  let plainWeights: WeightArrays;

  const trainedBy = async (method: Method, changes?: Partial<Recipe>): Promise<Network> => {
    const recipe = recipeOf(method, changes);
    const net = build(recipe);
    const { steps, batchSize, seed } = recipe;
    const updates = train(net, {
      ...schedulesOf(recipe),
      steps,
      batch: (step) => trainingBatch(digits.train, step, { batchSize, seed }),
      loss: buildLoss(recipe),
      clipNorm: 10,
      seed,
      engine: await onnxEngine(),
    });
    for await (const { loss } of updates) expect(Number.isFinite(loss)).toBe(true);
    return net;
  };
  /** What the network trained without any defence is, with a verifier where one is needed to judge it. */
  const plain = (): Network => {
    const net = build(recipeOf({ name: 'nominal' }));
    assignWeights(net, plainWeights);
    return withVerifier(net);
  };

  beforeAll(async () => {
    digits = await smallDigits(await embeddedDigits({ heldOut: 200 }));
    const net = await trainedBy({ name: 'nominal' });
    plainWeights = await weightArrays(net);
    disposeNetwork(net);
  });

  it.each(Object.entries(cases))('%s lowers the verified error', async (_, [method, bound, changes]) => {
    const errors = [];
    for (const net of [plain(), await trainedBy(method, changes)]) {
      const tested = batches(digits.test, 100);
      errors.push(await evaluate(net, tested, { epsilon: EPSILON, bound: bound(net) }));
      disposeNetwork(net);
    }
    const [before, after] = errors;
    expect(after!.verifiedError).toBeLessThan(before!.verifiedError - 0.2);
    expect(after!.error).toBeLessThan(0.4);
  });

  it('relu stability leaves fewer relus unstable than the same training without it', async () => {
    const shares = [];
    for (const reluStability of [0, 5e-3]) {
      const regularizers = { reluStability, l1: 1e-4 };
      const net = await trainedBy({ name: 'adversarial', attack }, { regularizers });
      const tested = () => batches(digits.test, 100);
      const layers = await layerStatistics(net, tested(), { epsilon: EPSILON });
      shares.push(neuronStability(layers)!.unstable);
      expect((await evaluate(net, tested(), { epsilon: EPSILON })).error).toBeLessThan(0.4);
      disposeNetwork(net);
    }
    const [without, withTerm] = shares;
    expect(withTerm).toBeLessThan(0.75 * without!);
  });

  it('adversarial lowers the error under attack', async () => {
    const { x, labels } = [...batches(digits.test, 200)][0]!;
    const spec = classificationSpec(labels, 10);
    const errors = [];
    for (const net of [plain(), await trainedBy({ name: 'adversarial' })]) {
      errors.push(attackError(await pgd({ steps: 20 })(net, { x, spec, epsilon: EPSILON })));
      disposeNetwork(net);
    }
    expect(errors[1]).toBeLessThan(errors[0]! - 0.2);
    x.dispose();
  });
});
