import { fail } from '@ibp/bounds';
import type * as tf from '@tensorflow/tfjs-core';
import { loadOnnxRuntime, type OnnxRuntime, type OnnxSession } from './onnx-runtime';
import { VariableStore } from './variable-store';

export type EngineOptions = {
  /** Threads of one operator; 1 unless given. */
  readonly threads?: number;
  /** In order of preference, as onnxruntime names them; `['cpu']` unless given. */
  readonly executionProviders?: readonly string[];
  readonly graphOptimization?: 'disabled' | 'basic' | 'extended' | 'all';
  /** A package with the API of onnxruntime-node; that one, loaded when needed, unless given. */
  readonly runtime?: OnnxRuntime;
};

/** Where compiled functions run. Those of one engine share the variables they read and assign. */
export type Engine = {
  readonly name: string;
  readonly runtime: OnnxRuntime;
  readonly createSession: (model: Uint8Array) => Promise<OnnxSession>;
  readonly variables: VariableStore;
  /** Runs one thing after another: runs that share variables must not overlap. */
  readonly inTurn: <T>(task: () => Promise<T>) => Promise<T>;
};

/**
 * @throws when onnxruntime-node is not installed, or `threads` is not a whole number above 0.
 */
export async function createEngine(options: EngineOptions = {}): Promise<Engine> {
  const { threads = 1, executionProviders = ['cpu'], graphOptimization = 'all' } = options;
  if (!(Number.isInteger(threads) && threads > 0)) {
    fail('createEngine', `expected a whole number of threads above 0, got ${threads}`);
  }
  const runtime = options.runtime ?? (await loadOnnxRuntime());
  const sessionOptions = {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    executionProviders: [...executionProviders],
    graphOptimizationLevel: graphOptimization,
    logSeverityLevel: 3,
    // waiting threads sleep: a training loop shares its cores with what prepares its data
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  };
  let last: Promise<unknown> = Promise.resolve();
  return {
    name: 'onnxruntime',
    runtime,
    createSession: (model) => runtime.InferenceSession.create(model, sessionOptions),
    variables: new VariableStore(runtime),
    inTurn: (task) => {
      const turn = last.then(task, task);
      last = turn;
      return turn;
    },
  };
}

/** Gives tfjs's variables the values they have in the engine: all that its functions assigned, unless given. */
export async function readVariables(engine: Engine, variables?: Iterable<tf.Variable>): Promise<void> {
  await engine.inTurn(async () => engine.variables.read(variables));
}
