import { magnitude, type ParamsOf, pullBack, sumOfLast, sumTerms } from '@ibp/bounds';
import { type ActivationName, gamma, type OpsOf, type Shape, tableOf } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import { matMul } from './mat-mul';
import { pools } from './max-pool';
import { flatBounds, pullBackRelaxed, type Relaxation } from './relaxation';
import { reachOfLines } from './relaxations/reach';
import { relaxations } from './relaxations/table';
import type { BackwardRules, LinearRule, RelaxedRule } from './rule';
import { softmax } from './softmax';

const sizeOf = (shape: Shape): number => shape.reduce((a, b) => a * b, 1);

const linear = <K extends OpsOf<'linear'>>(op: K): LinearRule<ParamsOf<K>> => ({
  linear: true,
  pull: (spec, params, shapes) => {
    const { c, d } = pullBack(spec, op, params, shapes[0]!);
    return { c: [c], d };
  },
});

const elementwise = <K extends ActivationName>(op: K): RelaxedRule<ParamsOf<K>, Relaxation> => ({
  linear: false,
  relax: ([bounds], params, slope) =>
    tf.tidy(() => relaxations[op](flatBounds(bounds!), params as never, slope)),
  reach: ([m], params, relaxation) => reachOfLines(op, m!, params, relaxation),
  terms: (_, __, output) => sumTerms(sizeOf(output)),
  pull: (spec, _, __, relaxation) => {
    const { c, d } = pullBackRelaxed(spec, relaxation);
    return { c: [c], d };
  },
});

const add: LinearRule<ParamsOf<'add'>> = {
  linear: true,
  pull: ({ c, d }) => ({ c: [c.clone(), c.clone()], d: d.clone() }),
};

const subtract: LinearRule<ParamsOf<'subtract'>> = {
  linear: true,
  pull: ({ c, d }) => ({ c: [c.clone(), tf.neg(c)], d: d.clone() }),
};

const concat: LinearRule<ParamsOf<'concat'>> = {
  linear: true,
  pull: ({ c, d }, { axis }, shapes) => {
    const along = axis < 0 ? shapes[0]!.length + axis : axis;
    const sizes = shapes.map((shape) => shape[along]!);
    return { c: tf.split(c, sizes, along + 2), d: d.clone() };
  },
};

type Tangent = { readonly a: tf.Tensor; readonly b: tf.Tensor; readonly gap: tf.Tensor };

/**
 * `a b` lies within `radius(a) radius(b)` of its tangent plane in the middle of the box: the mean of the two planes
 * of McCormick 1976 on either side.
 */
const multiply: RelaxedRule<ParamsOf<'multiply'>, Tangent> = {
  linear: false,
  relax: (bounds) =>
    tf.tidy(() => {
      const [a, b] = bounds.map(flatBounds).map(({ lower, upper }) => ({
        middle: tf.expandDims(tf.mul(tf.add(lower, upper), 0.5), 1),
        radius: tf.expandDims(tf.mul(tf.sub(upper, lower), 0.5), 1),
      }));
      // outward: middle and radius may each be off by a rounding of the ends
      const size = tf.mul(...(bounds.map(flatBounds).map(magnitude) as [tf.Tensor, tf.Tensor]));
      const gap = tf.add(tf.mul(a!.radius, b!.radius), tf.mul(tf.expandDims(size, 1), gamma(1)));
      return { a: a!.middle, b: b!.middle, gap };
    }),
  reach: ([a, b]) => tf.tidy(() => tf.mul(tf.mul(a!, b!), 4)),
  terms: (_, __, output) => sumTerms(sizeOf(output)),
  pull: ({ c, d }, _, __, { a, b, gap }) =>
    tf.tidy(() => {
      const flat = tf.reshape(c, [c.shape[0]!, c.shape[1]!, -1]);
      const constant = tf.sub(tf.mul(tf.abs(flat), gap), tf.mul(flat, tf.mul(a, b)));
      return {
        c: [b, a].map((factor) => tf.reshape(tf.mul(flat, factor), c.shape)),
        d: tf.add(d, sumOfLast(constant)) as tf.Tensor2D,
      };
    }),
};

export const backwardRules = tableOf<unknown>({
  linear,
  elementwise,
  add: () => add,
  subtract: () => subtract,
  concat: () => concat,
  multiply: () => multiply,
  matMul: () => matMul,
  pool: (op) => pools[op],
  softmax: () => softmax,
}) as BackwardRules;
