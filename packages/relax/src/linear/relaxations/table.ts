import { concreteRules, type ParamsOf } from '@ibp/bounds';
import type { ActivationName } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Relax } from '../relaxation';
import { hardSigmoid, relu6 } from './clamped';
import { convex } from './convex';
import { convexThenStraight } from './convex-then-straight';
import { curved } from './curved';
import { inverseRoot } from './inverse-root';
import { floor, sign } from './jumps';
import { log, reciprocal, sqrt } from './partial';
import { abs, leakyRelu, relu } from './relu';
import { erf, sigmoid, softsign, tanh } from './s-shaped';

const concrete =
  <K extends 'gelu' | 'silu' | 'mish'>(op: K) =>
  (x: tf.Tensor, params: ParamsOf<K>): tf.Tensor =>
    concreteRules[op](x, params as never);

/** Lines around every elementwise function of the vocabulary. Numbers of `curved`: at least `|f''|`, and the steepest slope. */
export const relaxations: { readonly [K in ActivationName]: Relax<ParamsOf<K>> } = {
  relu,
  leakyRelu,
  relu6,
  // convex because its slope, exp(x) left of 0, ends at 1 there
  elu: convex(tf.elu, (x) => tf.exp(tf.minimum(x, 0))),
  selu: convexThenStraight(tf.selu, 1.7580993408473768),
  // 2 / sqrt(2 pi) = 0.798 at 0, also for its tanh form
  gelu: curved(concrete('gelu'), 0.81, 1.14),
  sigmoid,
  hardSigmoid,
  tanh,
  softplus: convex(tf.softplus, tf.sigmoid),
  softsign,
  // 1/2 at 0
  silu: curved(concrete('silu'), 0.51, 1.11),
  // 0.645 near -0.27
  mish: curved(concrete('mish'), 0.65, 1.12),
  exp: convex(tf.exp, tf.exp),
  abs,
  square: convex(tf.square, (x) => tf.mul(x, 2)),
  sqrt,
  log,
  reciprocal,
  inverseRoot,
  erf,
  sin: curved(tf.sin, 1, 2),
  cos: curved(tf.cos, 1, 2),
  sign,
  floor,
};
