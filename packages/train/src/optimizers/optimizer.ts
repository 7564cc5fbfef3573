import { type Network, trainableVariables } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import type { NamedTensors } from '../gradients';
import { type Averaging, assertAveraging, shareAt } from './averaging';
import type { Named, OptimizerRule } from './rule';
import { type OptimizerName, type OptimizerOptions, optimizerRule } from './table';

/** A rule, and what it keeps of each variable of a network: slots by their names, then by those of the variables. */
export type Optimizer = {
  readonly name: OptimizerName;
  readonly rule: OptimizerRule;
  readonly slots: Named<Named<tf.Variable>>;
  /** Kept in the slot `average`. */
  readonly averaging?: Averaging;
};

/**
 * An optimiser for the trained variables of a network, its slots at 0. The caller frees it with `disposeOptimizer`.
 *
 * @throws when there is no such optimiser, or its options cannot be.
 */
export function createOptimizer(
  network: Network,
  options: OptimizerOptions = { name: 'adam' },
  averaging?: Averaging,
): Optimizer {
  if (averaging) assertAveraging(averaging);
  const rule = optimizerRule(options);
  const variables = Object.entries(trainableVariables(network));
  const zeros = (): Named<tf.Variable> =>
    Object.fromEntries(variables.map(([name, { shape }]) => [name, zero(shape)]));
  return {
    name: options.name,
    rule,
    slots: Object.fromEntries(
      [...rule.slots, ...(averaging ? [AVERAGE] : [])].map((slot) => [slot, zeros()]),
    ),
    ...(averaging ? { averaging } : {}),
  };
}

const AVERAGE = 'average';

function zero(shape: number[]): tf.Variable {
  const initial = tf.zeros(shape);
  const variable = tf.variable(initial, false);
  initial.dispose();
  return variable;
}

/**
 * One update of the network's variables; one without a gradient stays as it is.
 *
 * @param step how many updates came before this one.
 * @param scale multiplies the gradients (clipping).
 */
export function optimizerUpdate(
  optimizer: Optimizer,
  network: Network,
  gradients: NamedTensors,
  { step, learningRate, scale = 1 }: { step: number; learningRate: number; scale?: number },
): void {
  const scalars = optimizerScalars(optimizer, step, learningRate);
  applyOptimizer(optimizer, network, gradients, { scalars, scale });
}

/** All that depends on the step. */
export const optimizerScalars = (
  { rule, averaging }: Optimizer,
  step: number,
  rate: number,
): Named<number> => ({
  ...rule.scalars(step, rate),
  ...(averaging ? { share: shareAt(averaging, step) } : {}),
});

/** {@link optimizerUpdate} with everything that depends on the step worked out; `scale` 1 leaves the gradients alone. */
export function applyOptimizer(
  { rule, slots }: Optimizer,
  network: Network,
  gradients: NamedTensors,
  { scalars, scale }: { scalars: Named<number | tf.Tensor>; scale: number | tf.Scalar },
): void {
  tf.tidy(() => {
    for (const [name, raw] of Object.entries(gradients)) {
      const value = network.variables[name]!;
      const gradient = scale === 1 ? raw : tf.mul(raw, scale);
      const mine = Object.fromEntries(rule.slots.map((slot) => [slot, slots[slot]![name]!]));
      const move = rule.move({ value, gradient, slots: mine, scalars });
      for (const [slot, variable] of Object.entries(mine)) variable.assign(move.slots[slot]!);
      value.assign(tf.sub(value, move.change));
    }
    // of all variables: one may have no gradient yet
    for (const [name, average] of Object.entries(slots[AVERAGE] ?? {})) {
      const apart = tf.sub(network.variables[name]!, average);
      average.assign(tf.add(average, tf.mul(apart, scalars.share!)));
    }
  });
}

/** Gives the network the average of its weights, if one is kept. Its batch-norm statistics are then of other weights. */
export function takeAverage({ slots }: Optimizer, network: Network): void {
  for (const [name, average] of Object.entries(slots[AVERAGE] ?? {}))
    network.variables[name]!.assign(average);
}

/** Frees the slots. */
export function disposeOptimizer({ slots }: Optimizer): void {
  for (const variables of Object.values(slots)) tf.dispose(Object.values(variables));
}
