import { pgd } from '@ibp/attack';
import { classificationSpec, drawNumbers, type InputRange, linfBall, scaledBy } from '@ibp/bounds';
import { batches, fromArrays, trainingBatch } from '@ibp/data';
import {
  apply,
  dense,
  disposeNetwork,
  type Engine,
  ibp,
  lower,
  type Network,
  network,
  normalize,
  relu,
  sequential,
} from '@ibp/layers';
import { onnxEngine } from '@ibp/onnx';
import { crown } from '@ibp/relax';
import { certifiedLoss, constant, evaluate, layerStatistics, linear, train } from '@ibp/train';
import {
  alphaCrownStage,
  attackStage,
  boundStage,
  type Certified,
  certify,
  cleanStage,
  explain,
  isInBall,
  radiusSearch,
  rigorousStage,
} from '@ibp/verify';
import * as tf from '@tensorflow/tfjs-core';

/** Age in years, yearly income, debt (below 0: money owed to the applicant), and a region's code, which none can change. */
const mean = [45, 40_000, 0, 2];
const std = [15, 12_000, 5000, 1];
const range: InputRange = [
  [18, 0, -Infinity, 0],
  [99, Infinity, Infinity, 4],
];
/** What may be wrong in an application at radius 1: two years, 4,000 and 1,500. */
const scale = [2, 4000, 1500, 0];
const EPSILON = 0.5;
const COUNT = 160;

/** Loans, granted by income and debt, where the region asks for more; those near the border are left out. */
function loans(seed: number) {
  const rows: number[][] = [];
  const labels: number[] = [];
  for (let i = 0; rows.length < COUNT; i++) {
    const draws = drawNumbers({ seed, name: `loan ${i}`, shape: [4], distribution: 'gaussian' });
    const row = Array.from(draws, (v, k) => mean[k]! + std[k]! * v);
    row[0] = Math.min(99, Math.max(18, row[0]!));
    row[1] = Math.max(0, row[1]!);
    row[3] = Math.min(4, Math.max(0, Math.round(row[3]!)));
    const score = (row[1]! - 40_000) / 12_000 - row[2]! / 5000 - 0.3 * (row[3]! - 2);
    if (Math.abs(score) < 0.6) continue;
    rows.push(row);
    labels.push(score > 0 ? 1 : 0);
  }
  return fromArrays({ images: rows.flat(), labels, shape: [4], range, classes: 2 });
}

const build = (): Network =>
  network([4], sequential(normalize({ mean, std }), dense(12), relu(), dense(8), relu(), dense(2)), {
    seed: 2,
  });

const trainingSet = loans(1);
const testSet = loans(2);
const epsilon = scaledBy(scale, EPSILON);
const one = (index: number) => ({
  x: tf.tensor2d(testSet.images.slice(4 * index, 4 * index + 4), [1, 4]),
  labels: [testSet.labels[index]!],
});

async function trained(engine?: Engine): Promise<Network> {
  const net = build();
  const steps = train(net, {
    steps: 120,
    batch: (step) => trainingBatch(trainingSet, step, { batchSize: 40, seed: 3 }),
    epsilon: linear({ from: 0, to: EPSILON, start: 20, end: 80 }),
    kappa: linear({ from: 1, to: 0.5, start: 20, end: 80 }),
    learningRate: constant(0.02),
    loss: certifiedLoss(),
    scale,
    range,
    ...(engine ? { engine } : {}),
  });
  for await (const { loss } of steps) expect(loss).toBeGreaterThan(0);
  return net;
}

describe('a table of raw features', () => {
  let net: Network;
  beforeAll(async () => {
    net = await trained();
  });
  afterAll(() => disposeNetwork(net));

  it('is trained and evaluated alike on tfjs and compiled', async () => {
    const engine = await onnxEngine();
    const compiled = await trained(engine);
    const on = (of: Network, more: { engine?: Engine } = {}) =>
      evaluate(of, batches(testSet, 32), { epsilon, range, ...more });
    const expected = await on(net);
    expect(expected).toMatchObject({ examples: COUNT, epsilon: [1, 2000, 750, 0] });
    expect(expected.error).toBeLessThan(0.05);
    expect(expected.verifiedError).toBeLessThan(0.15);
    expect(await on(net, { engine })).toEqual(expected);
    const other = await on(compiled);
    expect(Math.abs(other.verifiedError - expected.verifiedError)).toBeLessThan(0.03);
    disposeNetwork(compiled);
  });

  it('no point of the ball contradicts the bounds, and no attack leaves it', async () => {
    const { x, labels } = [...batches(testSet, COUNT)][0]!;
    const spec = classificationSpec(labels, 2);
    const wide = scale.map((own) => 3 * own);
    const bounds = ibp()(lower(net), linfBall(x, wide, range), spec).dataSync();
    const { examples } = await pgd({ steps: 20, restarts: 2 })(net, {
      x,
      spec,
      epsilon: tf.tensor1d(wide),
      range,
    });
    const inputs = x.dataSync() as Float32Array;
    let broken = 0;
    for (const [i, { witness, margin }] of examples.entries()) {
      expect(margin).toBeLessThan(bounds[i]! + 1e-4);
      if (!witness) continue;
      broken++;
      const question = {
        index: i,
        x: inputs.slice(4 * i, 4 * i + 4),
        spec: { c: new Float64Array(), d: new Float64Array() },
      };
      expect(isInBall(witness, question, { epsilon: wide, range })).toBe(true);
      expect(witness[3]).toBe(inputs[4 * i + 3]);
    }
    expect(broken).toBeGreaterThan(5);
    x.dispose();
  });

  it('is certified, searched for radii and explained in the same balls', async () => {
    const stages = [
      cleanStage(),
      attackStage('pgd', pgd({ steps: 20 })),
      boundStage('ibp', ibp()),
      boundStage('crown', crown()),
      alphaCrownStage({ steps: 5 }),
    ];
    const results: Certified[] = [];
    for await (const result of certify(net, batches(testSet, 50), { epsilon, range, stages }))
      results.push(result);
    const { verifiedError } = await evaluate(net, batches(testSet, 32), { epsilon, range });
    const verified = results.filter(({ verdict }) => verdict.status === 'verified');
    expect(results).toHaveLength(COUNT);
    expect(verified.length).toBeGreaterThanOrEqual(Math.round(COUNT * (1 - verifiedError)));
    for (const { index, verdict } of results) {
      if (verdict.status !== 'falsified') continue;
      const question = {
        index,
        x: (await one(index).x.data()) as Float32Array,
        spec: { c: new Float64Array(), d: new Float64Array() },
      };
      expect(isInBall(verdict.witness.x, question, { epsilon, range })).toBe(true);
    }
    const exact: Certified[] = [];
    const sure = [rigorousStage('crown')];
    for await (const result of certify(net, [one(verified[0]!.index)], { epsilon, range, stages: sure }))
      exact.push(result);
    expect(exact[0]!.verdict.status).toBe('verified');

    const { index } = verified[0]!;
    const options = { stages, scale, range, most: 20, tolerance: 0.05 };
    for await (const { certified, falsified, witness } of radiusSearch(net, one(index), options)) {
      expect(certified).toBeGreaterThanOrEqual(EPSILON - 0.05);
      expect(falsified).toBeGreaterThan(certified);
      expect(witness?.[3]).toBe(testSet.images[4 * index + 3]);
    }
    const { x, labels } = one(index);
    const why = await explain(net, x, labels[0]!, { epsilon, range });
    expect(why.margins.crown![1 - labels[0]!]!).toBeLessThan(0);
    expect(why.margins.ibp![1 - labels[0]!]!).toBeGreaterThanOrEqual(
      why.margins.crown![1 - labels[0]!]! - 1e-4,
    );
  });

  it('is named where the range is left out', async () => {
    const message =
      /expected inputs in \[0, 1\], got [\d.]+ in example 0, feature 0; scale the inputs, or give the range/;
    const { x, labels } = one(0);
    const again = () => [{ x: x.clone(), labels }];
    const stages = [boundStage('ibp', ibp())];
    await expect(evaluate(net, again(), { epsilon: 0.1 })).rejects.toThrow(message);
    await expect(layerStatistics(net, again(), { epsilon: 0.1 })).rejects.toThrow(message);
    await expect(explain(net, x, labels[0]!, { epsilon: 0.1 })).rejects.toThrow(message);
    await expect(certify(net, again(), { epsilon: 0.1, stages }).next()).rejects.toThrow(message);
    await expect(radiusSearch(net, again()[0]!, { stages }).next()).rejects.toThrow(message);
    const updates = train(net, {
      steps: 1,
      batch: () => again()[0]!,
      epsilon: () => 0.1,
      learningRate: () => 0.1,
    });
    await expect(updates.next()).rejects.toThrow(message);
    await expect(pgd()(net, { x, spec: classificationSpec(labels, 2), epsilon: 0.1 })).rejects.toThrow(
      message,
    );
    expect(apply(net, x).shape).toEqual([1, 2]);
  });
});
