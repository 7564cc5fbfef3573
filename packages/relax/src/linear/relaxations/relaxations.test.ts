import { activations, concreteRules } from '@ibp/bounds';
import { type ActivationName, vocabulary } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import { adaptiveSlope, parallelSlope } from './relu';
import { relaxations } from './table';

const names = Object.keys(activations) as ActivationName[];
const paramsOf: { [name: string]: object } = { leakyRelu: { alpha: 0.1 }, inverseRoot: { epsilon: 0.125 } };

/** Intervals of many widths and places, also ones that end at kinks. */
function intervals(): { lower: number; upper: number }[] {
  const ends = [-9, -4, -2.5, -1.3, -0.6, -1e-3, 0, 1e-4, 0.4, 1.1, 2.5, 3, 6, 8];
  const pairs = ends.flatMap((lower) => ends.filter((u) => u >= lower).map((upper) => ({ lower, upper })));
  return [...pairs, { lower: 0.3, upper: 0.3000001 }, { lower: -1.2, upper: -1.1999 }];
}

describe.each(names)('%s', (name) => {
  const variants = name === 'leakyRelu' ? [{ alpha: 0.1 }, { alpha: 2 }] : [paramsOf[name] ?? {}];
  if (name === 'gelu') variants.push({ approximate: true } as object);

  it('lies between its lines', () => {
    const all = intervals().filter(({ lower }) => lower > 0 || !('domain' in vocabulary[name]));
    const n = 32;
    const bounds = {
      lower: tf.tensor2d([all.map((b) => b.lower)]),
      upper: tf.tensor2d([all.map((b) => b.upper)]),
    };
    for (const params of variants) {
      for (const slope of [adaptiveSlope, parallelSlope]) {
        const { lower, upper } = relaxations[name](bounds, params as never, slope);
        for (let i = 0; i <= n; i++) {
          const x = tf.minimum(
            tf.add(bounds.lower, tf.mul(tf.sub(bounds.upper, bounds.lower), i / n)),
            bounds.upper,
          );
          const y = (concreteRules[name] as (x: tf.Tensor, p: object) => tf.Tensor)(x, params);
          const line = ({ slope: s, offset }: typeof lower) =>
            offset ? tf.add(tf.mul(s, x), offset) : tf.mul(s, x);
          const [low, high, at] = [line(lower), line(upper), y].map((t) => t.dataSync());
          all.forEach((box, k) => {
            const tolerance = 2e-6 * Math.max(1, Math.abs(at![k]!));
            const sound = low![k]! <= at![k]! + tolerance && at![k]! <= high![k]! + tolerance;
            if (!sound)
              throw new Error(`[${box.lower}, ${box.upper}]: ${low![k]} <= ${at![k]} <= ${high![k]}`);
          });
        }
      }
    }
  });

  if (name === 'floor' || name === 'sign') return; // which jump
  it('has lines that meet where the box is narrow', () => {
    for (const params of variants) {
      const centers = [-3, -1.1, -0.4, 0.2, 0.9, 2, 4.5].map((x) =>
        'domain' in vocabulary[name] ? Math.abs(x) : x,
      );
      const x = tf.tensor2d([centers]);
      const bounds = { lower: tf.sub(x, 1e-3), upper: tf.add(x, 1e-3) };
      const { lower, upper } = relaxations[name](bounds, params as never, adaptiveSlope);
      const at = ({ slope, offset }: typeof lower) =>
        offset ? tf.add(tf.mul(slope, x), offset) : tf.mul(slope, x);
      for (const gap of tf.sub(at(upper), at(lower)).dataSync()) expect(gap).toBeLessThan(4e-3);
    }
  });
});

it('of a reciprocal left of 0 are those right of it, turned; of what is not defined all over a box nothing is known', () => {
  const box = (lower: number, upper: number) => ({
    lower: tf.tensor2d([[lower]]),
    upper: tf.tensor2d([[upper]]),
  });
  const of = (name: 'reciprocal' | 'sqrt' | 'log', lower: number, upper: number) => {
    const lines = relaxations[name](box(lower, upper), {}, adaptiveSlope);
    return [lines.lower, lines.upper].flatMap(({ slope, offset }) => [
      slope.dataSync()[0]!,
      offset!.dataSync()[0]!,
    ]);
  };
  const [a, b, c, d] = of('reciprocal', 1, 3) as [number, number, number, number];
  expect([a, b, c, d].map((v) => Number(v.toFixed(4)))).toEqual([-0.25, 1, -0.3333, 1.3333]);
  for (const [i, v] of of('reciprocal', -3, -1).entries()) expect(v).toBeCloseTo([c, -d, a, -b][i]!, 5);
  for (const lines of [
    of('reciprocal', -1, 1),
    of('reciprocal', 0, 1),
    of('sqrt', -1, 1),
    of('log', -1, 2),
  ]) {
    expect([lines[1], lines[3]]).toEqual([Number.NaN, Number.NaN]);
  }
});
