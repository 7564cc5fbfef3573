import { domain, type IntervalBounds, linearError, magnitude, type Rules } from '@ibp/bounds';
import { type ActivationName, gamma, type OpsOf, tiny } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import { besideIntervals } from '../forward/beside-intervals';
import { flatBounds } from '../linear/relaxation';
import { reachOfLines } from '../linear/relaxations/reach';
import { parallelSlope } from '../linear/relaxations/relu';
import { relaxations } from '../linear/relaxations/table';
import { constantPart, linearPart, onRows } from '../linear-map';
import { bandAround } from './band';
import { throughMatMul } from './mat-mul';
import { throughSoftmax } from './softmax';
import { type Affine, freshNoise, joined, mapNoise, type Noise, type Zonotope, zonotopeOf } from './zonotope';

/** Relative to a sum of magnitudes: what less than ten operations on each value lose. */
const fewRoundings = gamma(8);

/** The domain of zonotopes: a rule for every op. One table serves one network once: it numbers the noise it makes. */
export function zonotopeRules(): Rules<Zonotope> {
  let made = 0;
  const fresh = (radius: tf.Tensor): Noise[] => {
    const generators = freshNoise(radius);
    made += 1;
    return generators ? [{ id: made, generators }] : [];
  };

  const { rule, unary, binary, whichever } = besideIntervals<Zonotope, Affine>(zonotopeOf);

  const linear = <K extends OpsOf<'linear'>>(op: K) =>
    unary(op, ({ center, noise, error, size }, params) => {
      const map = (x: tf.Tensor) => linearPart(op, params, x);
      return {
        center: tf.add(map(center), constantPart(op, params, center.shape.slice(1))),
        noise: mapNoise(noise, (rows) => onRows(rows, map)),
        error: linearError(op, params, size, error),
      };
    });

  /** What multiplies a value unit by unit, in the shape of the value and of its generators. */
  const times = (factor: tf.Tensor, { center, noise, error, size }: Zonotope): Affine => {
    const shaped = tf.reshape(factor, center.shape);
    const lost = tf.add(error, tf.mul(size, fewRoundings));
    return {
      center: tf.mul(center, shaped),
      noise: mapNoise(noise, (rows) => tf.mul(rows, tf.expandDims(shaped, 1))),
      error: tf.add(tf.mul(tf.abs(shaped), lost), tiny(1)),
    };
  };

  const elementwise = <K extends ActivationName>(op: K) =>
    unary(op, (x, params) => {
      const box = flatBounds(x.bounds);
      const lines = relaxations[op](box, params as never, parallelSlope);
      const { slope, middle, gap } = bandAround(lines, box);
      const { center, noise, error } = times(slope, x);
      // of the lines, and of the band around them
      const lost = tf.mul(reachOfLines(op, magnitude(box), params as never, lines), 2 * fewRoundings);
      return {
        center: tf.add(center, tf.reshape(middle, center.shape)),
        noise: [...noise, ...fresh(tf.reshape(gap, center.shape))],
        error: tf.add(error, tf.reshape(lost, center.shape)),
      };
    });

  /** Nothing but a box, each unit on its own. */
  const boxed = ({ lower, upper }: IntervalBounds): Affine => ({
    center: tf.mul(tf.add(lower, upper), 0.5),
    noise: fresh(tf.mul(tf.sub(upper, lower), 0.5)),
    error: tf.add(tf.mul(magnitude({ lower, upper }), gamma(1)), tiny(1)),
  });

  const ofSum = (a: Zonotope, b: Zonotope): tf.Tensor =>
    tf.addN([a.error, b.error, tf.mul(tf.add(a.size, b.size), gamma(1))]);

  const minus = (noise: readonly Noise[]) =>
    noise.map(({ id, generators }) => ({ id, generators: tf.neg(generators) }));

  return domain<Zonotope>({
    linear,
    elementwise,
    add: binary('add', (a, b) => ({
      center: tf.add(a.center, b.center),
      noise: joined(a.noise, b.noise),
      error: ofSum(a, b),
    })),
    subtract: binary('subtract', (a, b) => ({
      center: tf.sub(a.center, b.center),
      noise: joined(a.noise, minus(b.noise)),
      error: ofSum(a, b),
    })),
    multiply: binary('multiply', (a, b) => {
      const [x, y] = [a, b].map(({ bounds: { lower, upper } }) => ({
        middle: tf.mul(tf.add(lower, upper), 0.5),
        radius: tf.mul(tf.sub(upper, lower), 0.5),
      }));
      const [first, second] = [times(y!.middle, a), times(x!.middle, b)];
      const noise = joined(first.noise, second.noise);
      const product = tf.mul(magnitude(a.bounds), magnitude(b.bounds));
      return {
        error: tf.addN([first.error, second.error, tf.mul(product, 4 * fewRoundings)]),
        center: tf.sub(tf.add(first.center, second.center), tf.mul(x!.middle, y!.middle)),
        noise: [...noise, ...fresh(tf.mul(x!.radius, y!.radius))],
      };
    }),
    matMul: binary('matMul', (a, b) => throughMatMul(a, b, fresh)),
    softmax: unary('softmax', (x, _, box) => throughSoftmax(x, fresh, box)),
    concat: rule('concat', (inputs, { axis }) => {
      const along = axis < 0 ? inputs[0]!.center.rank + axis - 1 : axis;
      const padded = inputs.map(({ noise }, i) => {
        const sizes = inputs.map(({ center }) => center.shape[along + 1]!);
        const before = sizes.slice(0, i).reduce((a, b) => a + b, 0);
        const after = sizes.slice(i + 1).reduce((a, b) => a + b, 0);
        return mapNoise(noise, (rows) =>
          tf.pad(
            rows,
            rows.shape.map((_, k): [number, number] => (k === along + 2 ? [before, after] : [0, 0])),
          ),
        );
      });
      return {
        center: tf.concat(
          inputs.map(({ center }) => center),
          along + 1,
        ),
        noise: padded.reduce<Noise[]>((a, b) => joined(a, b), []),
        error: tf.concat(
          inputs.map(({ error }) => error),
          along + 1,
        ),
      };
    }),
    box: (op) => whichever(op, (_, __, box) => boxed(box)),
  });
}
