import { disposeNetwork, type Engine } from '@ibp/layers';
import { onnxEngine } from '@ibp/onnx';
import * as tf from '@tensorflow/tfjs-core';
import { decodeCheckpoint } from './checkpoint/checkpoint';
import { memoryStore } from './checkpoint/store';
import { certifiedLoss } from './losses/certified';
import type { Loss } from './losses/loss';
import { nominalLoss } from './losses/nominal';
import { randomSpecs } from './losses/random-specs';
import { crossEntropy } from './losses/spec-loss';
import { linear } from './schedules/linear';
import { batch, build, optimizers, options, poisonedAt, run, weights } from './testing';
import { train } from './train';
import type { TrainOptions } from './train-options';

/** 30 steps through warm-up and ramp: without bounds at first, then with; the last batches are short. */
const longer: TrainOptions = {
  ...options,
  steps: 30,
  epsilon: linear({ from: 0, to: 0.05, start: 5, end: 20 }),
  kappa: linear({ from: 1, to: 0.5, start: 5, end: 20 }),
  loss: certifiedLoss(),
  batch: (step) => batch(step, step < 28 ? 8 : 5),
};

const opByOp = { engine: undefined };

describe('training with onnxruntime', () => {
  it('does what training op by op does, within rounding: every loss, norm, and weight', async () => {
    const [eager, compiled] = [build(), build()];
    const expected = await run(eager, { ...longer, ...opByOp });
    const metrics = await run(compiled, { ...longer, engine: await onnxEngine() });
    expect(metrics.map(({ parts }) => Object.keys(parts))).toEqual(
      expected.map(({ parts }) => Object.keys(parts)),
    );
    for (const [i, { loss, gradientNorm, parts }] of metrics.entries()) {
      const eagerly = expected[i]!;
      expect(loss / eagerly.loss).toBeCloseTo(1, 3);
      expect(gradientNorm / eagerly.gradientNorm).toBeCloseTo(1, 2);
      expect(parts.fit! / eagerly.parts.fit!).toBeCloseTo(1, 3);
    }
    for (const [name, variable] of Object.entries(eager.variables)) {
      // its gradient is rounding alone, batch norm takes it away again; Adam makes whole steps of that
      if (name === 'conv2d_1/bias' || name === 'batchNorm_1/mean') continue;
      const difference = tf.tidy(
        () => tf.max(tf.abs(tf.sub(variable, compiled.variables[name]!))).dataSync()[0]!,
      );
      expect([name, difference < 2e-3]).toEqual([name, true]);
    }
    for (const net of [eager, compiled]) disposeNetwork(net);
  });

  it('does so with a scale and a range for each feature, of which some are infinite', async () => {
    const scale = tf.tensor3d([0, 1, 40], [1, 3, 1]); // by column, one of them fixed
    const raw = tf.tidy(() =>
      tf.reshape(tf.tile(tf.reshape(tf.tensor1d([1, 1, 40]), [1, 3, 1]), [6, 2, 1]), [6, 6, 1]),
    );
    const table: TrainOptions = {
      ...longer,
      steps: 12,
      epsilon: linear({ from: 0, to: 0.05, start: 2, end: 8 }),
      kappa: linear({ from: 1, to: 0.5, start: 2, end: 8 }),
      scale: tf.tile(scale, [1, 2, 1]),
      range: [0, raw.dataSync().map((v) => (v === 1 ? 1 : Number.POSITIVE_INFINITY))],
      batch: (step) => {
        const { x, labels } = batch(step);
        const scaled = tf.mul(x, raw);
        x.dispose();
        return { x: scaled, labels };
      },
    };
    const [eager, compiled] = [build(), build()];
    const expected = await run(eager, { ...table, ...opByOp });
    const metrics = await run(compiled, { ...table, engine: await onnxEngine() });
    for (const [i, { loss, gradientNorm, parts }] of metrics.entries()) {
      expect(loss / expected[i]!.loss).toBeCloseTo(1, 3);
      expect(gradientNorm / expected[i]!.gradientNorm).toBeCloseTo(1, 2);
      if (parts.spec !== undefined) expect(parts.spec / expected[i]!.parts.spec!).toBeCloseTo(1, 3);
    }
    expect(metrics.at(-1)!.parts.spec).toBeGreaterThan(0);
    for (const net of [eager, compiled]) disposeNetwork(net);
    tf.dispose([scale, raw, table.scale as tf.Tensor]);
  });

  it.each(optimizers)('moves the weights by %o as op by op, and resumes exactly', async (optimizer) => {
    // 12 steps: bounds are left out in some, and RAdam's rectification begins within them
    const brief = { ...longer, steps: 12, optimizer, clipNorm: 1 };
    const [eager, whole, first, second] = [build(), build(), build(), build(99)];
    const expected = await run(eager, { ...brief, ...opByOp });
    const metrics = await run(whole, { ...brief, engine: await onnxEngine() });
    for (const [i, { loss }] of metrics.entries()) expect(loss / expected[i]!.loss).toBeCloseTo(1, 3);
    for (const [name, variable] of Object.entries(eager.variables)) {
      if (name === 'conv2d_1/bias' || name === 'batchNorm_1/mean') continue; // as above
      const difference = tf.tidy(
        () => tf.max(tf.abs(tf.sub(variable, whole.variables[name]!))).dataSync()[0]!,
      );
      expect([name, difference < 2e-3]).toEqual([name, true]);
    }
    const checkpoint = { store: memoryStore(), every: 4 };
    await run(first, { ...brief, checkpoint, engine: await onnxEngine() }, 6);
    const rest = await run(second, { ...brief, checkpoint, engine: await onnxEngine() });
    expect(rest[0]!.step).toBe(5);
    expect(weights(second)).toEqual(weights(whole));
    for (const net of [eager, whole, first, second]) disposeNetwork(net);
  });

  it('ends with the same weights when stopped and resumed, batch-norm averages among them', async () => {
    const store = memoryStore();
    const checkpoint = { store, every: 7 };
    const [whole, first, second] = [build(), build(), build(99)];
    await run(whole, { ...longer, engine: await onnxEngine() });
    await run(first, { ...longer, checkpoint, engine: await onnxEngine() }, 16);
    const metrics = await run(second, { ...longer, checkpoint, engine: await onnxEngine() });
    expect(metrics[0]!.step).toBe(15);
    expect(weights(second)).toEqual(weights(whole));
    for (const net of [whole, first, second]) disposeNetwork(net);
  });

  it('brings the weights back when the loop is left, and to each checkpoint', async () => {
    const [a, b] = [build(), build()];
    const store = memoryStore();
    await run(a, { ...longer, engine: await onnxEngine() }, 9);
    await run(b, { ...longer, steps: 9, checkpoint: { store, every: 9 }, engine: await onnxEngine() });
    expect(weights(a)).toEqual(weights(b));
    expect(weights(a)).not.toEqual(weights(build()));
    const { arrays } = await decodeCheckpoint((await store.load())!);
    expect([...arrays['weights:dense_1/kernel']!.data]).toEqual([
      ...b.variables['dense_1/kernel']!.dataSync(),
    ]);
    tf.disposeVariables();
  });

  it('stops at a loss that is not a number, with the weights from before', async () => {
    const net = build();
    const until = build();
    const engine = await onnxEngine();
    await run(until, { ...longer, steps: 5, engine });
    await expect(run(net, { ...longer, loss: poisonedAt(5, longer.loss!), engine })).rejects.toThrow(
      /train: expected a finite loss and gradient, got loss NaN .* at step 5/,
    );
    expect(weights(net)).toEqual(weights(until));
    for (const n of [net, until]) disposeNetwork(n);
  });

  it('draws the very numbers that the eager step draws, of each distribution, at every step', async () => {
    const drawing: Loss = (network, examples, at) => {
      const base = nominalLoss()(network, examples, at);
      const drawn = (['uniform', 'gaussian', 'cauchy', 'sign'] as const).map((distribution) => [
        distribution,
        tf.sum(at.random('noise', [1], distribution)) as tf.Scalar,
      ]);
      const other = tf.sum(at.random('other', [1])) as tf.Scalar;
      return {
        ...base,
        parts: { ...Object.fromEntries(drawn), other, step: tf.add(at.step, 0) as tf.Scalar },
      };
    };
    const parts = async (engine?: Engine) => {
      const net = build();
      const metrics = await run(net, { ...longer, steps: 4, loss: drawing, engine });
      disposeNetwork(net);
      return metrics.map((step) => step.parts);
    };
    const eager = await parts();
    expect(await parts(await onnxEngine())).toEqual(eager);
    expect(eager.map(({ step }) => step)).toEqual([0, 1, 2, 3]);
    expect(new Set(eager.flatMap(({ uniform, other }) => [uniform, other])).size).toBe(8);
  });

  it('trains on specifications drawn at random as the eager run does, also when resumed', async () => {
    const drawing = { ...longer, steps: 12, loss: certifiedLoss({ specLoss: crossEntropy(randomSpecs(1)) }) };
    const [eager, whole, first, second] = [build(), build(), build(), build(99)];
    const expected = await run(eager, { ...drawing, ...opByOp });
    const metrics = await run(whole, { ...drawing, engine: await onnxEngine() });
    for (const [i, { parts }] of metrics.entries()) {
      if (parts.spec) expect(parts.spec / expected[i]!.parts.spec!).toBeCloseTo(1, 3);
    }
    const checkpoint = { store: memoryStore(), every: 7 };
    await run(first, { ...drawing, checkpoint, engine: await onnxEngine() }, 8);
    await run(second, { ...drawing, checkpoint, engine: await onnxEngine() });
    expect(weights(second)).toEqual(weights(whole));
    for (const net of [eager, whole, first, second]) disposeNetwork(net);
  });

  it('names a label that is no class', async () => {
    const net = build();
    const wrong = (step: number) => ({ ...batch(step), labels: [0, 1, 2, 3, 0, 1, 2, 0] });
    await expect(run(net, { ...longer, batch: wrong, engine: await onnxEngine() })).rejects.toThrow(
      'train: expected labels from 0 to 2, got 3 at example 3',
    );
    disposeNetwork(net);
  });

  it('gives a loss that uses epsilon while kappa is 1 the epsilon of each step', async () => {
    const [eager, compiled] = [build(), build()];
    const { loss = certifiedLoss() } = longer;
    const wider: TrainOptions = {
      ...longer,
      steps: 3,
      kappa: () => 1,
      epsilon: (step) => 0.01 * step,
      loss: (network, examples, at) => loss(network, examples, { ...at, kappa: 0.5 }),
    };
    const expected = await run(eager, { ...wider, ...opByOp });
    const metrics = await run(compiled, { ...wider, engine: await onnxEngine() });
    for (const [i, { parts }] of metrics.entries()) {
      expect(parts.spec! / expected[i]!.parts.spec!).toBeCloseTo(1, 3);
    }
    for (const net of [eager, compiled]) disposeNetwork(net);
  });

  it('keeps memory flat', async () => {
    const net = build();
    const seen = new Set<string>();
    for await (const { step } of train(net, { ...longer, steps: 100, engine: await onnxEngine() })) {
      const { numTensors, numBytes } = tf.memory();
      if (step > 30 && step < 100) seen.add(`${numTensors} ${numBytes}`);
    }
    expect(seen.size).toBe(1);
    disposeNetwork(net);
  });
});
