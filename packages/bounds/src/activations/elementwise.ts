import { type ActivationName, vocabulary } from '@ibp/core';
import type { OnTensors, ParamsOf, TensorOp } from '../ops/definition';

/** An activation of the vocabulary with what becomes of tensors. */
export const elementwise = <K extends ActivationName>(
  name: K,
  onTensors: OnTensors<ParamsOf<K>, 'unary'>,
): TensorOp<K> => ({ ...vocabulary[name], ...onTensors }) as never;
