import type { CompiledFunction, Engine, EngineInputs, EngineOutputs } from '@ibp/layers';
import type * as tf from '@tensorflow/tfjs-core';

type Tensors = { readonly [name: string]: tf.Tensor };

/** Functions by name, each compiled when it is first run. */
export type CompiledFunctions = {
  readonly run: (
    name: string,
    fn: (inputs: Tensors) => Tensors,
    inputs: EngineInputs,
  ) => Promise<EngineOutputs>;
  readonly dispose: () => Promise<void>;
};

/**
 * Functions of an engine by name. What each of them computes must not change from run to run but for its inputs.
 *
 * @throws (`run`) where a function uses an op that the engine does not have.
 */
export function compiledFunctions(engine: Engine): CompiledFunctions {
  const known = new Map<string, Promise<CompiledFunction>>();
  return {
    run: async (name, fn, inputs) => {
      let compiled = known.get(name);
      if (!compiled) {
        compiled = engine.compile(fn, inputs);
        known.set(name, compiled);
        compiled.catch(() => known.delete(name)); // what could not be compiled for may be followed by what can
      }
      return (await compiled).run(inputs);
    },
    dispose: async () => {
      const all = [...known.values()];
      known.clear();
      await Promise.all(all.map(async (compiled) => (await compiled).dispose()));
    },
  };
}
