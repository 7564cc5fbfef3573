import { type Draw, type DrawKey, drawNumbers } from '@ibp/bounds';
import {
  type Ask,
  type CompiledFunction,
  type Engine,
  type EngineOutputs,
  type HostArray,
  updateMovingAverages,
} from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { freeLossValue, globalNorm, lossAndGradients } from './gradients';
import { hostLabels } from './host-labels';
import { applyOptimizer, optimizerScalars } from './optimizers/optimizer';
import { assertFinite, isFiniteStep, type StepFigures, type Updater, type UpdaterOptions } from './updater';

/**
 * The whole update, gradients, clipping and optimiser included, as one compiled function; two of them, since the bounds
 * are left out while kappa is 1. Weights and slots stay with the engine until `sync`.
 */
export function compiledUpdater(engine: Engine, options: UpdaterOptions): Updater {
  const compiled = new Map<boolean, Promise<CompiledFunction>>();
  const draws: Draws = new Map();
  return {
    update: async (examples, point) => {
      const bounded = point.kappa !== 1;
      const { step, epsilon, kappa, seed, learningRate } = point;
      const labels = await hostLabels('train', options.network, examples);
      const inputs = {
        x: examples.x,
        labels,
        ...prefixed(OPTIMIZER, optimizerScalars(options.optimizer, step, learningRate)),
        step,
        epsilon,
        ...(bounded ? { kappa } : {}),
      };
      if (!compiled.has(bounded)) compiled.set(bounded, engine.compile(stepFunction(options, draws), inputs));
      const outputs = await (await compiled.get(bounded)!).run(inputs, {
        commit: (given) => isFiniteStep(figuresOf(given)),
        feed: (name) => drawn({ ...draws.get(name)!, seed }),
      });
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
const OPTIMIZER = 'optimizer:';

const prefixed = <T>(prefix: string, named: { readonly [name: string]: T }): { [name: string]: T } =>
  Object.fromEntries(Object.entries(named).map(([name, value]) => [prefix + name, value]));

/** Those whose names begin with the prefix, without it. */
const unprefixed = <T>(prefix: string, named: { readonly [name: string]: T }): { [name: string]: T } =>
  Object.fromEntries(
    Object.entries(named).flatMap(([name, value]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), value]] : [],
    ),
  );

type Scalars = { readonly [name: string]: tf.Scalar };

/** One update as a function of tensors; without kappa, of a loss whose kappa is 1. */
function stepFunction({ network, optimizer, loss, clipNorm, ...ball }: UpdaterOptions, draws: Draws) {
  return ({ x, labels, ...scalars }: { readonly [name: string]: tf.Tensor }, ask: Ask) =>
    tf.tidy(() => {
      const { step, epsilon, kappa = 1 } = scalars as Scalars;
      const at = { ...ball, step: step!, epsilon: epsilon!, kappa, random: askedDraw(ask, draws) };
      const examples = { x: x!, labels: labels as tf.Tensor1D };
      const { value, gradients } = lossAndGradients(network, () => loss(network, examples, at));
      const norm = globalNorm(gradients);
      const scale = Number.isFinite(clipNorm) ? (tf.minimum(tf.div(clipNorm, norm), 1) as tf.Scalar) : 1;
      applyOptimizer(optimizer, network, gradients, { scalars: unprefixed(OPTIMIZER, scalars), scale });
      updateMovingAverages(network, value.statistics);
      const parts = Object.entries(prefixed(PART, value.parts)).map(([name, part]) => [
        name,
        tf.add(part, 0),
      ]);
      const outputs = { loss: tf.add(value.loss, 0), gradientNorm: norm, ...Object.fromEntries(parts) };
      freeLossValue(value); // kept for the eager loop: a tidy does not free them
      return outputs;
    });
}

/** What the compiled steps draw, by the input that takes each. */
type Draws = Map<string, Omit<DrawKey, 'seed'>>;

/** Makes an input of each draw; the numbers are those of the eager step. */
const askedDraw =
  (ask: Ask, draws: Draws): Draw =>
  (name, shape, distribution = 'uniform') => {
    const key = { name, shape: [...shape], distribution };
    const input = `draw:${JSON.stringify(key)}`;
    draws.set(input, key);
    return ask(input, key.shape);
  };

const drawn = (key: DrawKey): HostArray => ({ dtype: 'float32', shape: key.shape, data: drawNumbers(key) });

function figuresOf({ loss, gradientNorm, ...rest }: EngineOutputs): StepFigures {
  const parts = Object.entries(rest).map(([name, { data }]) => [name.slice(PART.length), data[0]!]);
  return { loss: loss!.data[0]!, gradientNorm: gradientNorm!.data[0]!, parts: Object.fromEntries(parts) };
}
