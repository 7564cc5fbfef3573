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
import { type EvaluationFunction, gradientFunction, plainFunction, signStepFunction } from './functions';
import { type Batch, batchMaker } from './rows';

const functions = { values: plainFunction, gradients: gradientFunction, steps: signStepFunction };

/** What is wanted beside values and losses: gradients, or where a sign step takes the points. */
export type Wanted = keyof typeof functions;

/** Evaluates a network at the points of runs. */
export type Evaluator = {
  readonly evaluate: (problem: Problem, runs: readonly Run[], wanted: Wanted) => Promise<Evaluation[]>;
  /** Whether steps cost less than gradients. */
  readonly stepsItself: boolean;
};

type Outputs = { readonly [name: string]: ArrayLike<number> };

/**
 * The network as tfjs computes it, or with an engine as one compiled function for each network and number of rows. What
 * is compiled lives as long as the evaluator and the network do.
 */
export function createEvaluator(loss: AttackLoss, engine?: Engine): Evaluator {
  type Known = WeakMap<object, Promise<CompiledFunction>>;
  const compiled = {
    values: new WeakMap() as Known,
    gradients: new WeakMap() as Known,
    steps: new WeakMap() as Known,
  };
  const batchOf = batchMaker();
  const evaluate: Evaluator['evaluate'] = async (problem, runs, wanted) => {
    const { network } = problem;
    const fn = functions[wanted](network, loss);
    const count = engine ? paddedSize(runs.length) : runs.length;
    const batch = batchOf(problem, runs, { count, steps: wanted === 'steps' });
    const outputs = engine
      ? await runCompiled(engine, compiled[wanted], network, fn, batch)
      : await runEagerly(fn, batch);
    return evaluationsOf(problem, runs.length, outputs);
  };
  return { evaluate, stepsItself: engine !== undefined };
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
  const next = outputs.next as Float32Array | undefined;
  return Array.from({ length: rows }, (_, i) => ({
    values: evaluated.subarray(i * (specs + 1), (i + 1) * (specs + 1) - 1),
    loss: evaluated[(i + 1) * (specs + 1) - 1]!,
    gradient: gradients.subarray(i * size, (i + 1) * size),
    ...(next && { next: next.subarray(i * size, (i + 1) * size) }),
  }));
}
