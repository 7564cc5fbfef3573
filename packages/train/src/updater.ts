import { type InputRange, type PerFeature, seededDraw } from '@ibp/bounds';
import { fail } from '@ibp/core';
import { type Network, updateMovingAverages } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { freeLossValue, globalNorm, lossAndGradients, type NamedTensors } from './gradients';
import type { Examples, Loss, LossValue } from './losses/loss';
import { type Optimizer, optimizerUpdate } from './optimizers/optimizer';

/** What the schedules say at a step. */
export type StepPoint = {
  readonly step: number;
  readonly epsilon: number;
  readonly kappa: number;
  readonly seed: number;
  readonly learningRate: number;
};

/** The figures of one update. */
export type StepFigures = {
  readonly loss: number;
  readonly gradientNorm: number;
  readonly parts: { readonly [name: string]: number };
};

/** Does the updates of a run. */
export type Updater = {
  /** @throws when the loss or a gradient is not finite; the weights are then as they were. */
  readonly update: (examples: Examples, point: StepPoint) => Promise<StepFigures>;
  /** Gives the variables of tfjs the values that the updates gave them. */
  readonly sync: () => Promise<void>;
  readonly dispose: () => Promise<void>;
};

/** What an updater is made for. */
export type UpdaterOptions = {
  readonly network: Network;
  readonly optimizer: Optimizer;
  readonly loss: Loss;
  readonly clipNorm: number;
  /** As of `TrainingPoint`. */
  readonly scale?: PerFeature;
  readonly range?: InputRange;
};

/** Op by op on the backend of tfjs. */
export function eagerUpdater(options: UpdaterOptions): Updater {
  const nothing = async () => undefined;
  return { update: (examples, point) => update(options, examples, point), sync: nothing, dispose: nothing };
}

async function update(
  { network, optimizer, loss, clipNorm, ...ball }: UpdaterOptions,
  examples: Examples,
  point: StepPoint,
): Promise<StepFigures> {
  const at = { ...ball, ...point, random: seededDraw(point.seed) };
  const { value, gradients } = lossAndGradients(network, () => loss(network, examples, at));
  const norm = globalNorm(gradients);
  try {
    const figures = await readFigures(value, norm);
    assertFinite(figures, point);
    const scale = figures.gradientNorm > clipNorm ? clipNorm / figures.gradientNorm : 1;
    const { step, learningRate } = point;
    optimizerUpdate(optimizer, network, gradients, { step, learningRate, scale });
    updateMovingAverages(network, value.statistics);
    return figures;
  } finally {
    free(value, gradients, norm);
  }
}

export const isFiniteStep = ({ loss, gradientNorm }: StepFigures): boolean =>
  Number.isFinite(loss) && Number.isFinite(gradientNorm);

export function assertFinite(figures: StepFigures, point: StepPoint): void {
  if (isFiniteStep(figures)) return;
  const { step, epsilon, kappa, learningRate } = point;
  fail(
    'train',
    `expected a finite loss and gradient, got loss ${figures.loss} and gradient norm ${figures.gradientNorm} at ` +
      `step ${step} (epsilon ${epsilon}, kappa ${kappa}, learning rate ${learningRate}); the weights are those ` +
      'from before this step',
  );
}

/** All at once: on a GPU each wait costs more than the numbers. */
async function readFigures({ loss, parts }: LossValue, norm: tf.Scalar): Promise<StepFigures> {
  const tensors = [loss, norm, ...Object.values(parts)];
  const numbers = (await Promise.all(tensors.map((t) => t.data()))).map(([number]) => number!);
  const [lossValue, gradientNorm, ...rest] = numbers as [number, number, ...number[]];
  const names = Object.keys(parts);
  return {
    loss: lossValue,
    gradientNorm,
    parts: Object.fromEntries(names.map((name, i) => [name, rest[i]!])),
  };
}

function free(value: LossValue, gradients: NamedTensors, norm: tf.Scalar): void {
  freeLossValue(value);
  tf.dispose([norm, ...Object.values(gradients)]);
}
