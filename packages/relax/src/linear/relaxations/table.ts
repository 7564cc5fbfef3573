import type { ParamsOf } from '@ibp/bounds';
import type { ActivationName } from '@ibp/core';
import type { Relax } from '../relaxation';
import { hardSigmoid, relu6 } from './clamped';
import { elu, exp, softplus, square } from './convex';
import { cos, gelu, mish, silu, sin } from './curved';
import { floor, sign } from './jumps';
import { log, reciprocal, sqrt } from './partial';
import { abs, leakyRelu, relu } from './relu';
import { erf, sigmoid, softsign, tanh } from './s-shaped';
import { selu } from './selu';

/** Lines around every elementwise function of the vocabulary. */
export const relaxations: { readonly [K in ActivationName]: Relax<ParamsOf<K>> } = {
  relu,
  leakyRelu,
  relu6,
  elu,
  selu,
  gelu,
  sigmoid,
  hardSigmoid,
  tanh,
  softplus,
  softsign,
  silu,
  mish,
  exp,
  abs,
  square,
  sqrt,
  log,
  reciprocal,
  erf,
  sin,
  cos,
  sign,
  floor,
};
