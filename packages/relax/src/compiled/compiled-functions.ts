import type { CompiledFunction, Engine, EngineInputs, EngineOutputs } from '@ibp/layers';
import type * as tf from '@tensorflow/tfjs-core';

type Tensors = { readonly [name: string]: tf.Tensor };
type Fn = (inputs: Tensors) => Tensors;

/** Functions by name, each compiled when it is first run. */
export type CompiledFunctions = {
  readonly run: (name: string, fn: Fn, inputs: EngineInputs) => Promise<EngineOutputs>;
  /** A function of other inputs than those given: what comes of these alone is computed in the first run and kept. */
  readonly given: (
    name: string,
    fn: Fn,
    once: EngineInputs,
  ) => { readonly run: (inputs: EngineInputs) => Promise<EngineOutputs> };
  readonly dispose: () => Promise<void>;
};

/**
 * Functions of an engine by name. What each of them computes must not change from run to run but for its inputs.
 *
 * @throws (`run`) where a function uses an op that the engine does not have.
 */
export function compiledFunctions(engine: Engine): CompiledFunctions {
  const known = new Map<string, Promise<CompiledFunction>>();
  const compiledOf = (name: string, fn: Fn, inputs: EngineInputs, once: readonly string[]) => {
    let compiled = known.get(name);
    if (!compiled) {
      compiled = engine.compile(fn, inputs, { once });
      known.set(name, compiled);
      compiled.catch(() => known.delete(name)); // what could not be compiled for may be followed by what can
    }
    return compiled;
  };
  return {
    run: async (name, fn, inputs) => (await compiledOf(name, fn, inputs, [])).run(inputs),
    given: (name, fn, once) => {
      let running: Promise<Pick<CompiledFunction, 'run'>> | undefined;
      return {
        run: async (inputs) => {
          running ??= compiledOf(name, fn, { ...once, ...inputs }, Object.keys(once)).then((compiled) =>
            compiled.given(once),
          );
          return (await running).run(inputs);
        },
      };
    },
    dispose: async () => {
      const all = [...known.values()];
      known.clear();
      await Promise.all(all.map(async (compiled) => (await compiled).dispose()));
    },
  };
}
