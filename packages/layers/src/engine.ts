import type { Shape } from '@ibp/core';
import type * as tf from '@tensorflow/tfjs-core';

/** Numbers as an array with their shape. */
export type HostArray = {
  readonly dtype: 'float32' | 'int32';
  readonly shape: Shape;
  readonly data: Float32Array | Int32Array;
};

/** What a compiled function takes: a number for a scalar, a tensor (read, not freed), or an array. */
export type EngineInput = number | tf.Tensor | HostArray;

/** The inputs of a compiled function, by name. */
export type EngineInputs = { readonly [name: string]: EngineInput };

/** What a compiled function gives. */
export type EngineOutputs = {
  readonly [name: string]: { readonly shape: Shape; readonly data: ArrayLike<number> };
};

type Tensors = { readonly [name: string]: tf.Tensor };

/**
 * Asks for one more float32 input while a function is compiled: what it is to be fed with is found out only there.
 * The same name gives the same tensor.
 */
export type Ask = (name: string, shape: Shape) => tf.Tensor;

/** Options of one run of a compiled function. */
export type EngineRunOptions = {
  /** Whether variables get the values that the function assigned, from what it gave; they do unless given. */
  readonly commit?: (outputs: EngineOutputs) => boolean;
  /** Gives each input that the function asked for its values in this run. */
  readonly feed?: (name: string) => EngineInput;
};

/** Options of {@link Engine.compile}. */
export type EngineCompileOptions = {
  /** Inputs that many runs have in common: those of {@link CompiledFunction.given}. None unless given. */
  readonly once?: readonly string[];
};

/**
 * What compiles functions of tensors and keeps the variables they assign: `onnxEngine()` of `@ibp/onnx` is one.
 * Training, evaluation and bounds take one as an argument and know nothing else of it.
 */
export type Engine = {
  readonly name: string;
  /** Inputs of other shapes than those given are compiled for when they come. */
  readonly compile: (
    fn: (inputs: Tensors, ask: Ask) => Tensors,
    inputs: EngineInputs,
    options?: EngineCompileOptions,
  ) => Promise<CompiledFunction>;
  /** Gives variables of tfjs the values they have in the engine. */
  readonly readVariables: () => Promise<void>;
  /** Lets go of all variables. */
  readonly forgetVariables: () => void;
};

/** A function of tensors that an engine compiled: run it any number of times, then dispose of it. */
export type CompiledFunction = {
  readonly run: (inputs: EngineInputs, options?: EngineRunOptions) => Promise<EngineOutputs>;
  /**
   * The function of its other inputs: what comes of those that `once` named, and of variables that it does not assign, is computed in
   * the first run and kept for the others, until a variable has another value. What is given must not change.
   */
  readonly given: (inputs: EngineInputs) => Pick<CompiledFunction, 'run'>;
  readonly dispose: () => Promise<void>;
};
