import { disposeNetwork } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { decodeCheckpoint } from './checkpoint/checkpoint';
import { memoryStore } from './checkpoint/store';
import { certifiedLoss } from './losses/certified';
import { linear } from './schedules/linear';
import { constant } from './schedules/schedule';
import { batch, build, evaluate, options, poisonedAt, run, train, weights } from './testing';

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

  it('stops at a loss that is not a number, tells the step, and keeps weights and checkpoint', async () => {
    const store = memoryStore();
    const net = build();
    const steps: number[] = [];
    const failing = async () => {
      for await (const { step } of train(net, {
        ...options,
        loss: poisonedAt(5, options.loss!),
        checkpoint: { store, every: 2 },
      })) {
        steps.push(step);
      }
    };
    await expect(failing()).rejects.toThrow(
      /train: expected a finite loss and gradient, got loss NaN .* at step 5/,
    );
    expect(steps).toEqual([1, 2, 3, 4, 5]);
    const until = build();
    await run(until, { steps: 5 });
    expect(weights(net)).toEqual(weights(until));
    expect((await decodeCheckpoint((await store.load())!)).step).toBe(4);
    for (const n of [net, until]) disposeNetwork(n);
  });

  it('clips gradients by their norm, and tells the norm from before', async () => {
    const [whole, clipped] = [build(), build()];
    const before = weights(whole);
    const descent = { steps: 1, optimizer: { name: 'sgd', momentum: 0 } as const, learningRate: constant(1) };
    const [free] = await run(whole, { ...descent, clipNorm: Number.POSITIVE_INFINITY });
    const [bounded] = await run(clipped, { ...descent, clipNorm: 1e-3 });
    expect(bounded!.gradientNorm).toBe(free!.gradientNorm);
    expect(free!.gradientNorm).toBeGreaterThan(0.1);
    const trained = Object.values(clipped.variables).map(({ trainable }) => trainable);
    const moved = weights(clipped).flatMap((row, i) =>
      row.map((w, j) => (trained[i] ? w - before[i]![j]! : 0)),
    );
    expect(Math.hypot(...moved)).toBeCloseTo(1e-3, 7);
    for (const net of [whole, clipped]) disposeNetwork(net);
  });

  it('keeps memory flat over 200 steps', async () => {
    const net = build();
    const seen: [number, number][] = [];
    for await (const { step } of train(net, { ...options, steps: 200 })) {
      const { numTensors, numBytes } = tf.memory();
      // from the first step with bounds on, to the last with a batch ahead
      if (step > 20 && step < 200) seen.push([numTensors, numBytes]);
    }
    expect(new Set(seen.map(String)).size).toBe(1);
    disposeNetwork(net);
  });
});
