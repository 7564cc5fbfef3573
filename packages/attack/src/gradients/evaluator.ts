import {
  affineInputs,
  type CompiledFunction,
  type Engine,
  type LoweredNetwork,
  type Network,
} from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import type { AttackLoss } from '../losses/loss';
import type { Problem } from '../problem';
import type { Evaluation, Run } from '../run';
import { type EvaluationFunction, gradientFunction, plainFunction } from './functions';
import { type Batch, batchOf } from './rows';

/** Evaluates values, loss and, where asked, the gradient at the points of runs. */
export type Evaluator = (
  problem: Problem,
  runs: readonly Run[],
  withGradient: boolean,
) => Promise<Evaluation[]>;

type Outputs = { readonly [name: string]: ArrayLike<number> };

/**
 * The network as tfjs computes it, or with an engine as one compiled function for each network and number of rows. What
 * is compiled lives as long as the evaluator and the network do.
 */
export function createEvaluator(loss: AttackLoss, engine?: Engine): Evaluator {
  const functions = { true: gradientFunction, false: plainFunction };
  const compiled = { true: new WeakMap<object, Promise<CompiledFunction>>(), false: new WeakMap() };
  return async (problem, runs, withGradient) => {
    const { network } = problem;
    const fn = functions[`${withGradient}`](network, loss);
    const batch = batchOf(problem, runs, engine ? paddedSize(runs.length) : runs.length);
    const outputs = engine
      ? await runCompiled(engine, compiled[`${withGradient}`], network, fn, batch)
      : await runEagerly(fn, batch);
    return evaluationsOf(problem, runs.length, outputs);
  };
}

/**
 * Each number of rows is compiled for. Sizes of three binary digits keep them few while the last runs leave, and less
 * than a fifth of the rows idle.
 */
function paddedSize(rows: number): number {
  const unit = 2 ** Math.max(0, Math.floor(Math.log2(rows)) - 2);
  return Math.ceil(rows / unit) * unit;
}

async function runEagerly(fn: EvaluationFunction, batch: Batch): Promise<Outputs> {
  const tensors = tf.tidy(() =>
    fn(
      Object.fromEntries(
        Object.entries(batch).map(([name, { data, shape }]) => [name, tf.tensor(data, [...shape])]),
      ),
    ),
  );
  try {
    const names = Object.keys(tensors);
    const arrays = await Promise.all(names.map((name) => tensors[name]!.data()));
    return Object.fromEntries(names.map((name, i) => [name, arrays[i]!]));
  } finally {
    tf.dispose(Object.values(tensors));
  }
}

async function runCompiled(
  engine: Engine,
  known: WeakMap<object, Promise<CompiledFunction>>,
  network: Network | LoweredNetwork,
  fn: EvaluationFunction,
  batch: Batch,
): Promise<Outputs> {
  await engine.readVariables(); // of a training run that uses the same engine, perhaps
  const inputs = { ...batch, ...(await affineInputs(network)) };
  let compiled = known.get(network);
  if (!compiled) {
    compiled = engine.compile(fn, inputs);
    known.set(network, compiled);
    compiled.catch(() => known.delete(network)); // another shape may be one that can be compiled
  }
  const outputs = await (await compiled).run(inputs);
  return Object.fromEntries(Object.entries(outputs).map(([name, { data }]) => [name, data]));
}

function evaluationsOf({ specs, size }: Problem, rows: number, outputs: Outputs): Evaluation[] {
  const evaluated = outputs.evaluated as Float32Array;
  const gradients = (outputs.gradient ?? new Float32Array()) as Float32Array;
  return Array.from({ length: rows }, (_, i) => ({
    values: evaluated.subarray(i * (specs + 1), (i + 1) * (specs + 1) - 1),
    loss: evaluated[(i + 1) * (specs + 1) - 1]!,
    gradient: gradients.subarray(i * size, (i + 1) * size),
  }));
}
