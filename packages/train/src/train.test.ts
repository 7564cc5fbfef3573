import {
  batchNorm,
  conv2d,
  dense,
  disposeNetwork,
  flatten,
  type Layer,
  type Network,
  network,
  relu,
  sequential,
} from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { decodeCheckpoint } from './checkpoint/checkpoint';
import { memoryStore } from './checkpoint/store';
import { evaluate } from './evaluate';
import { certifiedLoss } from './losses/certified';
import { randomSpecs } from './losses/random-specs';
import { crossEntropy } from './losses/spec-loss';
import { linear } from './schedules/linear';
import { constant } from './schedules/schedule';
import { type Metrics, type TrainOptions, train } from './train';

const layers: Layer = sequential(
  conv2d({ filters: 3, kernelSize: 3, strides: 2, padding: 'same' }),
  batchNorm(),
  relu(),
  flatten(),
  dense(6),
  relu(),
  dense(3),
);
const build = (seed = 1): Network => network([6, 6, 1], layers, { seed });

/** Images whose class is the third of the image that is bright. */
const batch = (step: number, size = 8) => {
  const labels = Array.from({ length: size }, (_, i) => (step + i) % 3);
  const x = tf.tidy(() => {
    const noise = tf.randomUniform([size, 6, 6, 1], 0, 0.3, 'float32', step + 1);
    const rows = tf.oneHot(tf.tensor1d(labels, 'int32'), 3);
    const bright = tf.reshape(tf.tile(tf.reshape(tf.cast(rows, 'float32'), [size, 3, 1]), [1, 1, 12]), [
      size,
      6,
      6,
      1,
    ]);
    return tf.add(noise, tf.mul(bright, 0.7));
  });
  return { x, labels };
};

const options: TrainOptions = {
  steps: 12,
  batch,
  epsilon: linear({ from: 0, to: 0.05, start: 2, end: 8 }),
  kappa: linear({ from: 1, to: 0.5, start: 2, end: 8 }),
  learningRate: constant(0.01),
  loss: certifiedLoss({ specLoss: crossEntropy(randomSpecs(1)) }),
  clipNorm: 1,
  seed: 4,
};

async function run(net: Network, more: Partial<TrainOptions> = {}, until = Number.POSITIVE_INFINITY) {
  const metrics: Metrics[] = [];
  for await (const m of train(net, { ...options, ...more })) {
    metrics.push(m);
    if (m.step === until) break;
  }
  return metrics;
}

const weights = (net: Network): number[][] => Object.values(net.variables).map((v) => [...v.dataSync()]);

describe('train', () => {
  it('follows the schedules and tells what it did', async () => {
    const net = build();
    const metrics = await run(net);
    expect(metrics.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(metrics[0]).toMatchObject({ epsilon: 0, kappa: 1, learningRate: 0.01, steps: 12 });
    expect(Object.keys(metrics[0]!.parts)).toEqual(['fit']);
    expect(metrics[11]).toMatchObject({ epsilon: 0.05, kappa: 0.5 });
    const { loss, parts } = metrics[11]!;
    expect(loss).toBeCloseTo(0.5 * parts.fit! + 0.5 * parts.spec!, 5);
    disposeNetwork(net);
  });

  it('lowers the verified error', async () => {
    const net = build();
    const test = () => [batch(1000, 60)];
    const before = await evaluate(net, test(), { epsilon: 0.05 });
    await run(net, {
      steps: 120,
      epsilon: linear({ from: 0, to: 0.05, start: 20, end: 60 }),
      kappa: linear({ from: 1, to: 0.5, start: 20, end: 60 }),
      loss: certifiedLoss(),
    });
    const after = await evaluate(net, test(), { epsilon: 0.05 });
    expect(before.verifiedError).toBeGreaterThan(0.6);
    expect(after.verifiedError).toBeLessThan(0.1);
    disposeNetwork(net);
  });

  it('gives the same weights twice', async () => {
    const [a, b] = [build(), build()];
    await run(a);
    await run(b);
    expect(weights(a)).toEqual(weights(b));
    for (const net of [a, b]) disposeNetwork(net);
  });

  it.each([1, 4, 5, 9, 11])(
    'ends with the same weights when stopped after step %i and resumed',
    async (stop) => {
      const whole = build();
      await run(whole);
      const store = memoryStore();
      const first = build();
      await run(first, { checkpoint: { store, every: 4 } }, stop);
      // other weights, as a new process would have before it reads the checkpoint
      const second = build(stop < 4 ? 1 : 99);
      const metrics = await run(second, { checkpoint: { store, every: 4 } });
      expect(metrics[0]!.step).toBe(Math.floor(stop / 4) * 4 + 1);
      expect(weights(second)).toEqual(weights(whole));
      for (const net of [whole, first, second]) disposeNetwork(net);
    },
  );

  it('does nothing more for a run that is done', async () => {
    const store = memoryStore();
    const [net, again] = [build(), build(5)];
    await run(net, { checkpoint: { store, every: 100 } });
    expect(await run(again, { checkpoint: { store, every: 100 } })).toEqual([]);
    expect(weights(again)).toEqual(weights(net));
    for (const n of [net, again]) disposeNetwork(n);
  });

  it('stops at a signal, with a checkpoint', async () => {
    const store = memoryStore();
    const net = build();
    const stop = new AbortController();
    for await (const { step } of train(net, {
      ...options,
      checkpoint: { store, every: 100 },
      signal: stop.signal,
    })) {
      if (step === 2) stop.abort();
    }
    expect((await decodeCheckpoint((await store.load())!)).step).toBe(3);
    disposeNetwork(net);
  });

  it('stops at a loss that is not a number, tells the step, and keeps weights and checkpoint', async () => {
    const store = memoryStore();
    const net = build();
    const poisoned = (step: number) => {
      const examples = batch(step);
      if (step !== 5) return examples;
      examples.x.dispose();
      return { ...examples, x: tf.fill([8, 6, 6, 1], Number.NaN) };
    };
    const steps: number[] = [];
    let last: number[][] = [];
    const failing = async () => {
      for await (const { step } of train(net, {
        ...options,
        batch: poisoned,
        checkpoint: { store, every: 2 },
      })) {
        steps.push(step);
        last = weights(net);
      }
    };
    await expect(failing()).rejects.toThrow(
      /train: expected a finite loss and gradient, got loss NaN .* at step 5/,
    );
    expect(steps).toEqual([1, 2, 3, 4, 5]);
    expect(weights(net)).toEqual(last);
    expect((await decodeCheckpoint((await store.load())!)).step).toBe(4);
    disposeNetwork(net);
  });

  it('refuses the checkpoint of another model, of another run, and a damaged one', async () => {
    const store = memoryStore();
    const net = build();
    await run(net, { steps: 2, checkpoint: { store, every: 1, run: { seed: 4 } } });
    const other = network([6, 6, 1], sequential(flatten(), dense(3)), { seed: 1 });
    await expect(run(other, { checkpoint: { store, every: 1, run: { seed: 4 } } })).rejects.toThrow(
      'checkpoint of another model: "weights:dense_1/kernel": expected shape [36,3], got [27,6]',
    );
    await expect(run(net, { checkpoint: { store, every: 1, run: { seed: 5 } } })).rejects.toThrow(
      'checkpoint of another run: "seed": expected 5, got 4',
    );
    const bytes = (await store.load())!;
    const damaged = bytes.slice();
    damaged[damaged.length - 2]! ^= 1;
    await store.save(damaged);
    await expect(run(net, { checkpoint: { store, every: 1, run: { seed: 4 } } })).rejects.toThrow(
      'the file is damaged',
    );
    await store.save(bytes.subarray(0, bytes.length - 5));
    await expect(run(net, { checkpoint: { store, every: 1, run: { seed: 4 } } })).rejects.toThrow(
      'checkpoint: expected a whole safetensors file',
    );
    for (const n of [net, other]) disposeNetwork(n);
  });

  it('clips gradients by their norm, and tells the norm from before', async () => {
    const [whole, clipped] = [build(), build()];
    const before = weights(whole);
    const sgdLike = { steps: 1, adam: { epsilon: 1 }, learningRate: constant(1) };
    const [free] = await run(whole, { ...sgdLike, clipNorm: Number.POSITIVE_INFINITY });
    const [bounded] = await run(clipped, { ...sgdLike, clipNorm: 1e-3 });
    expect(bounded!.gradientNorm).toBe(free!.gradientNorm);
    expect(free!.gradientNorm).toBeGreaterThan(0.1);
    // beside an epsilon of 1 Adam divides by almost nothing: the step is the gradient
    const trained = Object.values(clipped.variables).map(({ trainable }) => trainable);
    const moved = weights(clipped).flatMap((row, i) =>
      row.map((w, j) => (trained[i] ? w - before[i]![j]! : 0)),
    );
    expect(Math.hypot(...moved)).toBeCloseTo(1e-3, 5);
    for (const net of [whole, clipped]) disposeNetwork(net);
  });

  it('keeps memory flat over 200 steps', async () => {
    const net = build();
    const seen: [number, number][] = [];
    for await (const { step } of train(net, { ...options, steps: 200 })) {
      const { numTensors, numBytes } = tf.memory();
      // from the first step with bounds on
      if (step > 20) seen.push([numTensors, numBytes]);
    }
    expect(new Set(seen.map(String)).size).toBe(1);
    disposeNetwork(net);
  });
});
