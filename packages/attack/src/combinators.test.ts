import { linearSpec } from '@ibp/bounds';
import { apply } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { adaptive } from './adaptive';
import type { AttackResult, ExampleResult } from './attack';
import { attackError } from './attack-error';
import { cascade } from './cascade';
import { l2 } from './norms/l2';
import { affineNetwork, inputs, labelsOf, mlp, taskOf, withNetwork } from './testing';
import { fgsm, pgd } from './testing-engine';

const halfLine = (bounds: number[]) => ({
  x: tf.fill([bounds.length, 1], 0.5),
  spec: linearSpec(tf.ones([bounds.length, 1, 1]), tf.tensor2d(bounds.map((bound) => [-bound]))),
  epsilon: 0.25,
});

describe('adaptive', () => {
  it('gives the first input on the way that breaks the specification', async () => {
    const net = affineNetwork([[1]], [0]);
    const { examples } = await adaptive(pgd({ steps: 10 }))(net, halfLine([0.6, 0.8, 0.4]));
    const [near, never, already] = examples;
    expect(near!.witness![0]).toBeGreaterThan(0.6);
    expect(near!.witness![0]).toBeLessThan(0.6 + 0.25 / 2 ** 10);
    expect(near!.margin).toBeCloseTo(near!.witness![0]! - 0.6, 6);
    expect(never).toMatchObject({ status: 'unbroken', witness: null });
    expect(already!.witness).toEqual(Float32Array.of(0.5));
  });

  it.each([undefined, l2()])('keeps every witness one, and nearer', async (norm) => {
    await withNetwork(...mlp(5, 12, 3), async (net) => {
      const x = inputs([10, 5]);
      const task = taskOf(x, labelsOf(apply(net, x)), 3, 0.4);
      const attack = pgd({ steps: 20, ...(norm && { norm }) });
      const [found, adapted] = [await attack(net, task), await adaptive(attack, norm && { norm })(net, task)];
      expect(adapted.examples.map(({ status }) => status)).toEqual(
        found.examples.map(({ status }) => status),
      );
      for (const [i, { witness, margin }] of adapted.examples.entries()) {
        if (!witness) continue;
        const clean = tf.slice(x, i, 1).dataSync();
        const far = (point: Float32Array) => Math.hypot(...point.map((v, j) => v - clean[j]!));
        expect(margin).toBeGreaterThan(0);
        expect(far(witness)).toBeLessThanOrEqual(far(found.examples[i]!.witness!));
        expect(labelsOf(apply(net, tf.tensor(witness, [1, 5])))).not.toEqual([labelsOf(apply(net, x))[i]]);
      }
    });
  });
});

describe('cascade', () => {
  it('attacks with the next what the last did not break', async () => {
    await withNetwork(...mlp(5, 12, 3), async (net) => {
      const x = inputs([12, 5]);
      const task = taskOf(x, labelsOf(apply(net, x)), 3, 0.15);
      const [first, second] = [fgsm(), pgd({ steps: 10, restarts: 3 })];
      const [one, other, both] = [
        await first(net, task),
        await second(net, task),
        await cascade(first, second)(net, task),
      ];
      for (const [i, { status, witness, evaluations }] of both.examples.entries()) {
        const [a, b] = [one.examples[i]!, other.examples[i]!];
        expect(status).toBe(a.status === 'broken' ? a.status : b.status);
        expect(witness).toEqual(a.witness ?? b.witness);
        expect(evaluations).toBe(a.evaluations + (a.status === 'broken' ? 0 : b.evaluations));
      }
      expect(both.evaluations).toBe(both.examples.reduce((sum, { evaluations }) => sum + evaluations, 0));
    });
  });

  it('keeps the greatest margin, and what was undefined', async () => {
    const results = [
      ['undefined', -2],
      ['unbroken', -1],
      ['unbroken', -3],
    ].map(([status, margin]) => async () => ({
      evaluations: 1,
      examples: [{ status, margin, witness: null, spec: 0, evaluations: 1, runs: 1 } as ExampleResult],
    }));
    const { examples } = await cascade(...results)(affineNetwork([[1]], [0]), halfLine([1]));
    expect(examples[0]).toMatchObject({ status: 'undefined', margin: -1, evaluations: 3, runs: 3 });
  });

  it('refuses to be empty', () => {
    expect(() => cascade()).toThrow('cascade: expected at least one attack, got none');
  });
});

it('attackError: what did not withstand; ties and NaN are errors', () => {
  const example = (status: ExampleResult['status'], margin: number): ExampleResult => ({
    ...{ status, margin, witness: null, spec: 0, evaluations: 1, runs: 1 },
  });
  const result = (...examples: ExampleResult[]): AttackResult => ({ examples, evaluations: 1 });
  expect(attackError(result(example('broken', 1), example('unbroken', -1)))).toBe(0.5);
  expect(attackError(result(example('unbroken', 0)), result(example('undefined', -1)))).toBe(1);
  expect(attackError(result(example('unbroken', -1)), result(example('unbroken', -1)))).toBe(0);
  expect(() => attackError()).toThrow('attackError: expected at least one example, got none');
});
