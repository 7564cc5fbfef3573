import { fail, labelTensor } from '@ibp/bounds';
import { type Network, outputShape, updateMovingAverages } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { adamScalars, applyAdam } from './adam';
import { freeLossValue, globalNorm, lossAndGradients } from './gradients';
import type { Examples, TrainingPoint } from './losses/loss';
import { assertFinite, isFiniteStep, type StepFigures, type Updater, type UpdaterOptions } from './updater';

/** Values for a compiled function: numbers for scalars, or an array with its shape. */
export type EngineInput =
  | number
  | tf.Tensor
  | {
      readonly dtype: 'float32' | 'int32';
      readonly shape: readonly number[];
      readonly data: Float32Array | Int32Array;
    };

type EngineOutputs = { readonly [name: string]: { readonly data: ArrayLike<number> } };

/**
 * What compiles functions of tensors and keeps the variables they assign: `onnxEngine()` of `@ibp/onnx` is one.
 */
export type Engine = {
  readonly name: string;
  readonly compile: (
    fn: (inputs: { readonly [name: string]: tf.Tensor }) => { readonly [name: string]: tf.Tensor },
    inputs: { readonly [name: string]: EngineInput },
  ) => Promise<{
    readonly run: (
      inputs: { readonly [name: string]: EngineInput },
      options: { readonly commit: (outputs: EngineOutputs) => boolean },
    ) => Promise<EngineOutputs>;
    readonly dispose: () => Promise<void>;
  }>;
  /** Gives variables of tfjs the values they have in the engine. */
  readonly readVariables: () => Promise<void>;
  /** Lets go of all variables. */
  readonly forgetVariables: () => void;
};

type Compiled = Awaited<ReturnType<Engine['compile']>>;

/**
 * The whole update, gradients, clipping and Adam included, as one compiled function; two of them, since the bounds
 * are left out while kappa is 1. Weights and moments stay with the engine until `sync`.
 */
export function compiledUpdater(engine: Engine, options: UpdaterOptions): Updater {
  const compiled = new Map<boolean, Promise<Compiled>>();
  return {
    update: async (examples, point) => {
      const bounded = point.kappa !== 1;
      const { rate, epsilon: adamEpsilon } = adamScalars(options.adam, point.step, point.learningRate);
      const { epsilon, kappa } = point;
      const labels = await hostLabels(options.network, examples);
      const inputs = { x: examples.x, labels, rate, adamEpsilon, epsilon, ...(bounded ? { kappa } : {}) };
      if (!compiled.has(bounded)) compiled.set(bounded, engine.compile(stepFunction(options), inputs));
      const step = await compiled.get(bounded)!;
      const outputs = await step.run(inputs, { commit: (given) => isFiniteStep(figuresOf(given)) });
      const figures = figuresOf(outputs);
      assertFinite(figures, point);
      return figures;
    },
    sync: engine.readVariables,
    dispose: async () => {
      for (const step of await Promise.allSettled(compiled.values())) {
        if (step.status === 'fulfilled') await step.value.dispose();
      }
      engine.forgetVariables();
    },
  };
}

const PART = 'part:';

/** One update as a function of tensors; without kappa, of a loss whose kappa is 1. */
function stepFunction({ network, adam, loss, clipNorm }: UpdaterOptions) {
  return ({ x, labels, rate, adamEpsilon, epsilon, kappa }: { readonly [name: string]: tf.Tensor }) =>
    tf.tidy(() => {
      const at = pointOf(epsilon as tf.Scalar, kappa as tf.Scalar | undefined);
      const examples = { x: x!, labels: labels as tf.Tensor1D };
      const { value, gradients } = lossAndGradients(network, () => loss(network, examples, at));
      const norm = globalNorm(gradients);
      const scale = Number.isFinite(clipNorm) ? (tf.minimum(tf.div(clipNorm, norm), 1) as tf.Scalar) : 1;
      const scalars = { rate: rate as tf.Scalar, epsilon: adamEpsilon as tf.Scalar, scale };
      applyAdam(adam, network, gradients, scalars);
      updateMovingAverages(network, value.statistics);
      const parts = Object.entries(value.parts).map(([name, part]) => [PART + name, tf.add(part, 0)]);
      const outputs = { loss: tf.add(value.loss, 0), gradientNorm: norm, ...Object.fromEntries(parts) };
      freeLossValue(value); // kept for the eager loop: a tidy does not free them
      return outputs;
    });
}

/** What is fixed when the step is compiled may not depend on the step. */
function pointOf(epsilon: tf.Scalar, kappa: tf.Scalar | undefined): TrainingPoint {
  const fixed = (what: string): never =>
    fail(
      'train',
      `expected a loss without "${what}" to compile, got one that reads it; leave out the engine`,
    );
  return {
    epsilon,
    kappa: kappa ?? 1,
    get step(): number {
      return fixed('step');
    },
    get seed(): number {
      return fixed('seed');
    },
  };
}

/** Labels as an input of the graph, which cannot say what is wrong with one: arrays are checked here. */
async function hostLabels(network: Network, { labels }: Examples): Promise<EngineInput> {
  if (labels instanceof tf.Tensor) {
    return { dtype: 'int32', shape: labels.shape, data: Int32Array.from(await labels.data()) };
  }
  const classes = outputShape(network).at(-1)!;
  tf.dispose(labelTensor('train', labels, classes));
  return { dtype: 'int32', shape: [labels.length], data: Int32Array.from(labels) };
}

function figuresOf({ loss, gradientNorm, ...rest }: EngineOutputs): StepFigures {
  const parts = Object.entries(rest).map(([name, { data }]) => [name.slice(PART.length), data[0]!]);
  return { loss: loss!.data[0]!, gradientNorm: gradientNorm!.data[0]!, parts: Object.fromEntries(parts) };
}
