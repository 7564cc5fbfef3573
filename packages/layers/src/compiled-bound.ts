import type * as tf from '@tensorflow/tfjs-core';
import { assertProblem } from './assert-problem';
import type { BoundMethod, CompiledBound } from './bound-method';
import type { CompiledFunction, Engine } from './engine';
import { affineInputs, lowerWith } from './lowering/affine-inputs';
import type { LoweredNetwork, Network } from './network';

/**
 * Compiles a bound method for a network: once for each shape of box and specification, when it first comes. A method that
 * reads values back (`crown()` of `@ibp/relax`) becomes several functions, with what it decides between them.
 *
 * @throws (the bound) what the method throws, and where it uses an op that the engine does not have.
 */
export function compileBound(
  engine: Engine,
  network: Network | LoweredNetwork,
  method: BoundMethod,
): CompiledBound {
  if (method.compiled) return method.compiled(engine, network);
  let compiled: Promise<CompiledFunction> | undefined;
  return {
    bound: async (box, { c, d }) => {
      assertProblem('compileBound', network, box, { c, d });
      await engine.readVariables(); // of a training run that uses the same engine, perhaps
      const inputs = { lower: box.lower, upper: box.upper, c, d, ...(await affineInputs(network)) };
      compiled ??= engine.compile(
        (given) => ({
          margins: method(
            lowerWith(network, given),
            { lower: given.lower!, upper: given.upper! },
            { c: given.c!, d: given.d as tf.Tensor2D },
          ),
        }),
        inputs,
      );
      compiled.catch(() => {
        compiled = undefined; // what could not be compiled for may be followed by what can
      });
      const { margins } = await (await compiled).run(inputs);
      return Float32Array.from(margins!.data);
    },
    dispose: async () => (await compiled)?.dispose(),
  };
}
