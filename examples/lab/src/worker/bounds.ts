import { linearSpec, linfBall } from '@ibp/bounds';
import { apply, type BoundMethod, ibp, lower } from '@ibp/layers';
import { alphaCrown, crown } from '@ibp/relax';
import * as tf from '@tensorflow/tfjs-core';
import type { MethodName } from './methods';
import { networkAt } from './networks';
import type { QuestionInput } from './question';

const methods: { readonly [K in MethodName]: () => BoundMethod } = {
  ibp,
  crown,
  'alpha-crown': () => alphaCrown({ steps: 20, stopWhenProved: false }),
};

/** Where every logit, and every other logit less that of the label, can be over the whole ball. */
export type LogitBounds = {
  readonly lower: Float32Array;
  readonly upper: Float32Array;
  /** By class, an upper bound of `z[class] - z[label]`: below 0 proves that the class is not taken. 0 of the label itself. */
  readonly margins: Float32Array;
  /** The radius that they are of: while a slider moves, those of a moment ago stay until their successors are there. */
  readonly epsilon: number;
  readonly seconds: number;
};

/** Rows `z[k]`, `-z[k]` and `z[k] - z[label]`, for every class. */
function rows(label: number, classes: number): tf.Tensor3D {
  const one = tf.eye(classes);
  const own = tf.oneHot(tf.fill([classes], label, 'int32'), classes, 1, 0, 'float32');
  return tf.expandDims(tf.concat([one, tf.neg(one), tf.sub(one, own)]), 0);
}

/** The logits of an example, and bounds of them by one method over its ball. */
export async function bounds({
  network: address,
  x,
  label,
  epsilon,
  method,
}: QuestionInput & { readonly method: MethodName }): Promise<LogitBounds> {
  const { network } = await networkAt(address);
  const start = performance.now();
  const values = tf.tidy(() => {
    const input = linfBall(tf.tensor(x, [1, ...network.inputShape]), epsilon, [0, 1]);
    const lowered = lower(network);
    const classes = lowered.nodes.at(-1)!.shape[0]!;
    return methods[method]()(lowered, input, linearSpec(rows(label, classes)));
  });
  const all = (await values.data()) as Float32Array;
  values.dispose();
  const classes = all.length / 3;
  return {
    lower: all.slice(classes, 2 * classes).map((v) => -v),
    upper: all.slice(0, classes),
    margins: all.slice(2 * classes),
    epsilon,
    seconds: (performance.now() - start) / 1000,
  };
}

/** The logits of inputs as they are, and what they are taken for. */
export async function logits({ network: address, x }: Pick<QuestionInput, 'network' | 'x'>) {
  const { network, hash } = await networkAt(address);
  const output = tf.tidy(() => apply(network, tf.tensor(x, [1, ...network.inputShape])));
  const values = (await output.data()) as Float32Array;
  output.dispose();
  return { values, taken: values.indexOf(Math.max(...values)), hash };
}

/**
 * The cheap answers in one: logits, and interval bounds with the class that is to be kept, which is what the network takes the image
 * for unless given.
 */
export async function look(input: Omit<QuestionInput, 'label'> & { readonly label?: number }) {
  const { values, taken, hash } = await logits(input);
  const label = input.label ?? taken;
  return { logits: values, taken, hash, label, bounds: await bounds({ ...input, label, method: 'ibp' }) };
}
