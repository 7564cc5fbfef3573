import type * as tf from '@tensorflow/tfjs-core';
import { type CompiledFunction, compile } from './compile';
import { createEngine, type EngineOptions, readVariables } from './runtime/engine';
import type { HostTensor, Input } from './runtime/host-tensor';

type Inputs = { readonly [name: string]: Input };
type Tensors = { readonly [name: string]: tf.Tensor };
type Commit = { readonly commit: (outputs: { readonly [name: string]: HostTensor }) => boolean };

/** What a training loop asks of an engine: the `engine` option of `train` in `@ibp/train` is one. */
export type TrainingEngine = {
  readonly name: string;
  readonly compile: (
    fn: (inputs: Tensors) => Tensors,
    inputs: Inputs,
  ) => Promise<{
    readonly run: (inputs: Inputs, options: Commit) => Promise<{ readonly [name: string]: HostTensor }>;
    readonly dispose: () => Promise<void>;
  }>;
  readonly readVariables: () => Promise<void>;
  readonly forgetVariables: () => void;
};

/**
 * onnxruntime as the engine of a training loop: `train(network, { ..., engine: await onnxEngine() })`.
 *
 * @throws when onnxruntime-node is not installed.
 */
export async function onnxEngine(options: EngineOptions = {}): Promise<TrainingEngine> {
  const engine = await createEngine(options);
  return {
    name: 'onnxruntime',
    compile: (fn, inputs) => compile(fn, inputs, { engine }) as Promise<CompiledFunction<string, string>>,
    readVariables: () => readVariables(engine),
    forgetVariables: () => engine.variables.forget(),
  };
}
