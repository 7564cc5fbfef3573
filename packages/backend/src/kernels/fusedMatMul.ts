import * as tf from '@tensorflow/tfjs-core';
import { composedKernel } from './patch';
import { guardRightHandSide } from './rhsGuard';

type Inputs = { a: tf.Tensor; b: tf.Tensor; bias?: tf.Tensor; preluActivationWeights?: tf.Tensor };

/** The backend's own fused product, its right-hand side guarded: see rhsGuard.ts. */
export const fusedMatMul = composedKernel<Inputs, tf.NamedAttrMap>('_FusedMatMul', (inputs, attrs, stock) => {
  if (!stock) return undefined;
  const guarded = { ...inputs, b: guardRightHandSide(inputs.b) };
  const out = stock({ inputs: guarded, attrs, backend: tf.backend() }) as tf.TensorInfo;
  return tf.engine().makeTensorFromTensorInfo(out);
});
