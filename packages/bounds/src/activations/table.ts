import type { ActivationName } from '@ibp/core';
import type { TensorOp } from '../ops/definition';
import { abs } from './abs';
import { elu } from './elu';
import { erf } from './erf';
import { exp } from './exp';
import { floor } from './floor';
import { gelu } from './gelu';
import { hardSigmoid } from './hard-sigmoid';
import { inverseRoot } from './inverse-root';
import { leakyRelu } from './leaky-relu';
import { mish } from './mish';
import { log, reciprocal, sqrt } from './partial';
import { relu } from './relu';
import { relu6 } from './relu6';
import { selu } from './selu';
import { sigmoid } from './sigmoid';
import { sign } from './sign';
import { silu } from './silu';
import { softplus } from './softplus';
import { softsign } from './softsign';
import { square } from './square';
import { tanh } from './tanh';
import { cos, sin } from './waves';

/** The elementwise functions on tensors. */
export const activations: { readonly [K in ActivationName]: TensorOp<K> } = {
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
  inverseRoot,
  erf,
  sin,
  cos,
  sign,
  floor,
};
