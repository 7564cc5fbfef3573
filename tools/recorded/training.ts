import { type BoundMethod, forTraining, lower } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { boundMethods } from 'ibp-fuzz/methods/bound-methods';
import { given } from 'ibp-fuzz/methods/eager';
import type { Given } from 'ibp-fuzz/methods/method';

/** Methods that losses are made of. The others read values back, and so have no gradient. */
const trained = [
  'ibp',
  'ibp without elision',
  'crown-ibp',
  'outer-polytope',
  'dual',
  'learned-dual',
  'hybrid-zonotope',
  'hybrid-zonotope chord',
];

export type Trained = { readonly name: string; readonly numbers: (to: Given) => number[] | undefined };

/** What a loss sees of a method: bounds that pay for no rounding, and their gradient to both ends of the box. */
export const trainingForms: readonly Trained[] = trained.map((name) => ({
  name: `training ${name}`,
  numbers: (to) => {
    const method = boundMethods[name]![1](to.network, to.random);
    return method && tf.tidy(() => boundsAndGradients(forTraining(method), to));
  },
}));

function boundsAndGradients(method: BoundMethod, to: Given): number[] {
  const { box, spec } = given(to);
  const network = lower(to.network);
  const { value, grads } = tf.valueAndGrads((l, u) =>
    tf.sum(method(network, { lower: l!, upper: u! }, spec)),
  )([box.lower, box.upper]);
  const margins = method(network, box, spec);
  return [margins, value, ...grads].flatMap((t) => [...t.dataSync()]);
}
