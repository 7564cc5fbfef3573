import { type BallShape, classificationSpec, type Labels, outwardLinfBall, specValues } from '@ibp/bounds';
import { assertShape } from '@ibp/core';
import {
  affineInputs,
  apply,
  type BoundMethod,
  type CompiledFunction,
  type Engine,
  type EngineInputs,
  type LoweredNetwork,
  lower,
  lowerWith,
  type Network,
  outputShape,
} from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { hostLabels } from './host-labels';
import type { Examples } from './losses/loss';

/** The greatest margin of each example: at the example itself, and over its ball. */
export type WorstMargins = { readonly clean: ArrayLike<number>; readonly bounded: ArrayLike<number> };

export type MarginOptions = BallShape & { readonly bound: BoundMethod };

/** Computes the worst margins of one batch after the other. */
export type Margins = {
  readonly of: (examples: Examples) => Promise<WorstMargins>;
  readonly dispose: () => Promise<void>;
};

/** On the backend of tfjs. */
export function eagerMargins(network: Network, options: MarginOptions): Margins {
  return {
    of: async ({ x, labels }) => {
      const worst = tf.tidy(() => worstMargins(lower(network), x, labels, options));
      const [clean, bounded] = await Promise.all([worst.clean.data(), worst.bounded.data()]);
      tf.dispose(worst);
      return { clean, bounded };
    },
    dispose: async () => undefined,
  };
}

/** As one compiled function, which a last, shorter batch needs once more. */
export function compiledMargins(engine: Engine, network: Network, options: MarginOptions): Margins {
  let compiled: Promise<CompiledFunction> | undefined;
  let given: Promise<Pick<CompiledFunction, 'run'>> | undefined;
  // what is the same for all batches, what comes of the weights with it: their absolute values, and how kernels want them stored
  const begin = async (inputs: EngineInputs) => {
    const affine = await affineInputs(network);
    compiled = engine.compile(
      (named) => worstMargins(lowerWith(network, named), named.x!, named.labels as tf.Tensor1D, options),
      { ...inputs, ...affine },
      { once: Object.keys(affine) },
    );
    return (await compiled).given(affine);
  };
  return {
    of: async (examples) => {
      const inputs = { x: examples.x, labels: await hostLabels('evaluate', network, examples) };
      given ??= begin(inputs);
      const { clean, bounded } = await (await given).run(inputs);
      return { clean: clean!.data, bounded: bounded!.data };
    },
    dispose: async () => (await compiled)?.dispose(),
  };
}

function worstMargins(
  network: LoweredNetwork,
  x: tf.Tensor,
  labels: Labels,
  { epsilon, bound, range }: MarginOptions,
): { clean: tf.Tensor; bounded: tf.Tensor } {
  return tf.tidy(() => {
    const spec = classificationSpec(labels, outputShape(network)[0]!);
    const margins = bound(network, outwardLinfBall(x, epsilon, range), spec);
    // a method that leaves out specifications would prove what it does not look at
    assertShape('evaluate: bound', margins.shape, spec.d.shape);
    return { clean: greatest(specValues(spec, apply(network, x))), bounded: greatest(margins) };
  });
}

/** The greatest of each row, or NaN where the row holds one: a maximum alone may skip it. */
function greatest(margins: tf.Tensor2D): tf.Tensor {
  return tf.add(tf.max(margins, 1), tf.mul(tf.sum(margins, 1), 0));
}
