import { contains, intervalRules, linfBall, ops, pointBounds, type Rules } from '@ibp/bounds';
import type { OpName } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import { network } from './builder';
import { relu } from './builders/activation';
import { identity, sequential } from './builders/combine';
import { dense } from './builders/dense';
import { flatten } from './builders/shape';
import { apply, propagate, propagateAll, trace } from './interpreter';
import { lower } from './lowering/lower';
import { disposeNetwork, outputShape } from './network';
import { distance, excess, normal, pointsOf, randomize, valuesOf } from './testing';
import { networks } from './testing-networks';

const names = Object.keys(networks);
const build = (name: string, seed: number) => randomize(network(...networks[name]!), seed);
const inputs = (name: string, batch = 2) =>
  tf.randomUniform([batch, ...networks[name]![0]], 0, 1, 'float32', 5);

describe('propagate', () => {
  it.each(names)('%s: no point of the box leaves the bounds', (name) => {
    for (const [seed, epsilon] of [
      [1, 0.01],
      [2, 0.1],
      [3, 0.5],
    ] as const) {
      const net = build(name, seed);
      const box = linfBall(inputs(name), epsilon);
      const bounds = propagate(net, box);
      expect(bounds.lower.shape).toEqual([2, ...outputShape(net)]);
      for (const x of pointsOf(box, 24)) expect(excess(bounds, apply(net, x))).toBeLessThanOrEqual(0);
      disposeNetwork(net);
    }
  });

  it.each(names)('%s: the bounds of a point are its output', (name) => {
    const net = build(name, 4);
    const x = inputs(name);
    const { lower, upper } = propagate(net, pointBounds(x));
    const output = apply(net, x);
    expect(distance(lower, output)).toBeLessThan(5e-4); // outward, by what each layer may lose
    expect(distance(upper, output)).toBeLessThan(5e-4);
    expect(valuesOf(tf.all(contains({ lower, upper }, output)))).toEqual([1]);
    disposeNetwork(net);
  });

  it('is eq. 6 and 7 of the paper', () => {
    const net = network([2], sequential(dense(2), relu(), dense(1)));
    net.variables['dense_1/kernel']!.assign(
      tf.tensor2d([
        [1, -1],
        [2, 1],
      ]),
    );
    net.variables['dense_1/bias']!.assign(tf.tensor1d([-2, 0]));
    net.variables['dense_2/kernel']!.assign(tf.tensor2d([[1], [-3]]));
    net.variables['dense_2/bias']!.assign(tf.tensor1d([0.5]));
    // x in [0, 2] x [0, 2]: first [-2, 4] and [-2, 2], after relu [0, 4] and [0, 2]
    const { lower, upper } = propagate(net, { lower: tf.zeros([1, 2]), upper: tf.fill([1, 2], 2) });
    const [low, high] = [valuesOf(lower)[0]!, valuesOf(upper)[0]!];
    expect(low).toBeCloseTo(-5.5, 4);
    expect(high).toBeCloseTo(4.5, 4);
    expect([low < -5.5, high > 4.5]).toEqual([true, true]);
    disposeNetwork(net);
  });

  it('never gives a NaN in, or a NaN weight, bounds that hold anything', () => {
    for (const name of names) {
      const net = build(name, 1);
      const x = inputs(name, 1);
      const broken = tf.tensor([Number.NaN, ...valuesOf(x).slice(1)], x.shape);
      const held = tf.any(contains(propagate(net, linfBall(broken, 0.1)), tf.fill([1, 3], 0.3)));
      expect([name, ...valuesOf(held)]).toEqual([name, 0]);
      for (const [key, variable] of Object.entries(net.variables)) {
        const kept = variable.clone();
        tf.tidy(() => variable.assign(tf.fill(variable.shape, Number.NaN)));
        const bounds = propagate(net, linfBall(x, 0.1));
        expect([name, key, ...valuesOf(tf.any(contains(bounds, tf.fill([1, 3], 0.3))))]).toEqual([
          name,
          key,
          0,
        ]);
        variable.assign(kept);
      }
      disposeNetwork(net);
    }
  });

  it('refuses a box of another shape', () => {
    const net = network([2], identity());
    const [two, three] = [tf.zeros([1, 2]), tf.zeros([1, 3])];
    const lower = 'lower end of the box: expected shape [*,2], got [1,3]';
    const upper = 'upper end of the box: expected shape [1,2], got [1,3]';
    expect(() => propagate(net, { lower: three, upper: two })).toThrow(`propagate: ${lower}`);
    expect(() => propagate(net, { lower: two, upper: three })).toThrow(`propagate: ${upper}`);
    expect(() => propagateAll(net, { lower: two, upper: three })).toThrow(`propagateAll: ${upper}`);
    expect(() => apply(net, three)).toThrow('apply: expected shape [*,2], got [1,3]');
    disposeNetwork(net);
  });
});

describe('propagateAll', () => {
  it.each(names)('%s: bounds every node, the last as propagate does', (name) => {
    const net = build(name, 6);
    const box = linfBall(inputs(name), 0.1);
    const all = propagateAll(net, box);
    expect(all[0]).toBe(box);
    expect(all.map((b) => b.lower.shape.slice(1))).toEqual(net.nodes.map((node) => node.shape));
    const last = propagate(net, box);
    expect(distance(all.at(-1)!.lower, last.lower)).toBe(0);
    expect(distance(all.at(-1)!.upper, last.upper)).toBe(0);
    disposeNetwork(net);
  });
});

describe('trace', () => {
  it('runs any domain: here, which inputs a node depends on, as sets', () => {
    const union = (...sets: (string | ReadonlySet<string>)[]): ReadonlySet<string> =>
      new Set(sets.flatMap((s) => (typeof s === 'string' ? [s] : [...s])));
    const dependence = Object.fromEntries(
      (Object.keys(ops) as OpName[]).map((op) => [
        op,
        ops[op].arity === 'nary'
          ? (inputs: ReadonlySet<string>[]) => union(op, ...inputs)
          : ops[op].arity === 'binary'
            ? (a: ReadonlySet<string>, b: ReadonlySet<string>) => union(op, a, b)
            : (x: ReadonlySet<string>) => union(op, x),
      ]),
    ) as unknown as Rules<ReadonlySet<string>>;
    const seen = (name: string) => {
      const net = build(name, 1);
      const values = trace(lower(net), new Set(['input']), dependence);
      expect(values).toHaveLength(net.nodes.length);
      disposeNetwork(net);
      return [...values.at(-1)!].sort();
    };
    expect(seen('a plain classifier')).toEqual(['affine', 'conv2d', 'dense', 'input', 'relu', 'reshape']);
    expect(seen('branches and gates')).toEqual(
      [
        ...['concat', 'conv2d', 'dense', 'depthwiseConv2d', 'globalMaxPool', 'input', 'leakyRelu'],
        ...['multiply', 'sigmoid', 'subtract', 'tanh'],
      ].sort(),
    );
  });

  it('gives each node its own parameters and the values of its own inputs', () => {
    const net = network([2], sequential(flatten(), dense(2), dense(3)));
    const values = trace(lower(net), pointBounds(normal([1, 2], 1)), intervalRules);
    expect(values.map((b) => b.lower.shape)).toEqual([
      [1, 2],
      [1, 2],
      [1, 2],
      [1, 3],
    ]);
    disposeNetwork(net);
  });
});
