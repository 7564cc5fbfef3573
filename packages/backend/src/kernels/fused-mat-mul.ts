import type * as tf from '@tensorflow/tfjs-core';
import { composedKernel, runKernel } from './patch';
import { guardRightHandSide } from './rhs-guard';

type Inputs = { a: tf.Tensor; b: tf.Tensor; bias?: tf.Tensor; preluActivationWeights?: tf.Tensor };

/** The backend's own fused product, its right-hand side guarded: see rhs-guard.ts. */
export const fusedMatMul = composedKernel<Inputs, tf.NamedAttrMap>('_FusedMatMul', (inputs, attrs, stock) => {
  return stock && runKernel(stock, { ...inputs, b: guardRightHandSide(inputs.b) }, attrs);
});
