import { applyRule, concreteRules, type ParamsOf } from '@ibp/bounds';
import type { OpName } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';

/** What a linear op does without its bias, to any number of rows. */
export function linearPart<K extends OpName>(op: K, params: ParamsOf<K>, x: tf.Tensor): tf.Tensor {
  const offset = applyRule(concreteRules, op, [tf.zeros([1, ...x.shape.slice(1)])], params);
  return tf.sub(applyRule(concreteRules, op, [x], params), offset);
}
