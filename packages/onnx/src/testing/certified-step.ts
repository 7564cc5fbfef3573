import { classificationSpec, linfBall } from '@ibp/bounds';
import {
  conv2d,
  dense,
  flatten,
  ibp,
  type Network,
  network,
  relu,
  sequential,
  trainableVariables,
  trainingPass,
} from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';

export type StepInputs = 'x' | 'labels' | 'epsilon' | 'kappa' | 'rate' | 'adamEpsilon';

/** The small net of Gowal et al. 2019 with `width` times 4 filters: 4 for the paper's. */
export const smallNetwork = (
  inputShape: readonly number[],
  width: number,
  hidden: number,
  seed = 1,
): Network =>
  network(
    inputShape,
    sequential(
      conv2d({ filters: 4 * width, kernelSize: 4, strides: 2, padding: 'valid' }),
      relu(),
      conv2d({ filters: 8 * width, kernelSize: 4, strides: 1, padding: 'valid' }),
      relu(),
      flatten(),
      dense(hidden),
      relu(),
      dense(10),
    ),
    { seed },
  );

function crossEntropy(logits: tf.Tensor, labels: tf.Tensor): tf.Scalar {
  const own = tf.sum(tf.mul(logits, tf.cast(tf.oneHot(labels as tf.Tensor1D, 10), 'float32')), 1);
  return tf.mean(tf.sub(tf.logSumExp(logits, 1), own)) as tf.Scalar;
}

/** Cross-entropy of the clean examples, and with `certified` of eq. 12: kappa times that, the rest of the bounds. */
function loss(
  net: Network,
  inputs: { readonly [K in StepInputs]: tf.Tensor },
  certified: boolean,
): tf.Scalar {
  const { x, labels, epsilon, kappa } = inputs;
  const { output, lowered } = trainingPass(net, x);
  const fit = crossEntropy(output, labels);
  if (!certified) return fit;
  const margins = ibp()(lowered, linfBall(x, epsilon), classificationSpec(labels as tf.Tensor1D, 10));
  const worst = tf.concat([tf.zeros([x.shape[0]!, 1]), margins], 1);
  const spec = tf.mean(tf.logSumExp(worst, 1));
  return tf.add(tf.mul(fit, kappa), tf.mul(spec, tf.sub(1, kappa))) as tf.Scalar;
}

export type Step = {
  readonly run: (inputs: { readonly [K in StepInputs]: tf.Tensor }) => { loss: tf.Tensor };
  /** The network's and Adam's. */
  readonly variables: readonly tf.Variable[];
};

/** A training step as `@ibp/train` does it: loss, gradients, Adam with its corrections in the rate. */
export function trainingStep(net: Network, certified: boolean): Step {
  const variables = Object.values(trainableVariables(net));
  const moment = () => variables.map((v) => tf.tidy(() => tf.variable(tf.zeros(v.shape), false)));
  const [first, second] = [moment(), moment()];
  const run: Step['run'] = (inputs) =>
    tf.tidy(() => {
      const { value, grads } = tf.variableGrads(() => loss(net, inputs, certified), variables);
      for (const [i, variable] of variables.entries()) {
        const gradient = grads[variable.name]!;
        first[i]!.assign(tf.add(tf.mul(first[i]!, 0.9), tf.mul(gradient, 0.1)));
        second[i]!.assign(tf.add(tf.mul(second[i]!, 0.999), tf.mul(tf.square(gradient), 0.001)));
        const denominator = tf.add(tf.sqrt(second[i]!), inputs.adamEpsilon);
        variable.assign(tf.sub(variable, tf.mul(tf.div(first[i]!, denominator), inputs.rate)));
      }
      return { loss: value };
    });
  return { run, variables: [...variables, ...first, ...second] };
}

/** What the schedules give at a step, from 0. */
export function scalarsAt(step: number) {
  const correction = Math.sqrt(1 - 0.999 ** (step + 1));
  return {
    epsilon: Math.min(0.02, 0.0004 * step),
    kappa: Math.max(0.5, 1 - 0.01 * step),
    rate: (5e-3 * correction) / (1 - 0.9 ** (step + 1)),
    adamEpsilon: 1e-8 * correction,
  };
}

/** A batch that depends on the step alone: a blob at a place that says the class, in noise. */
export function batchAt(step: number, batch: number, [height, width]: readonly [number, number]) {
  const x = new Float32Array(batch * height * width);
  const labels = new Int32Array(batch);
  let state = (step + 1) * 2_654_435_761;
  const random = (): number => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
    return state / 2 ** 32;
  };
  for (let i = 0; i < batch; i++) {
    labels[i] = Math.floor(random() * 10);
    for (let j = 0; j < height * width; j++) {
      const inBlob = Math.floor((j * 10) / (height * width)) === labels[i];
      x[i * height * width + j] = (inBlob ? 0.6 : 0.1) + 0.3 * random();
    }
  }
  return {
    x: { dtype: 'float32', shape: [batch, height, width, 1], data: x } as const,
    labels: { dtype: 'int32', shape: [batch], data: labels } as const,
  };
}
