import type * as tf from '@tensorflow/tfjs-core';
import { assertProblem } from './assert-problem';
import type { BoundMethod, CompiledBound } from './bound-method';
import type { CompiledFunction, Engine, HostArray } from './engine';
import { affineInputs, lowerWith } from './lowering/affine-inputs';
import type { LoweredNetwork, Network } from './network';
import { assertWeightsStayed, watchSettledWeights } from './watch-weights';

/**
 * Compiles a bound method for a network: once for each shape of box and specification, when it first comes. A method that
 * reads values back (`crown()` of `@ibp/relax`) becomes several functions, with what it decides between them.
 *
 * @throws (the bound) what the method throws, where it uses an op that the engine does not have, and where weights are assigned
 * while it is computed, again and again: it is begun anew twice.
 */
export function compileBound(
  engine: Engine,
  network: Network | LoweredNetwork,
  method: BoundMethod,
): CompiledBound {
  const { bound, dispose } = method.compiled?.(engine, network) ?? inOneRun(engine, network, method);
  return {
    bound: async (box, spec) => {
      assertProblem('compileBound', network, box, spec);
      for (let times = 1; ; times++) {
        // of a training run that uses the same engine, perhaps
        const stayed = await watchSettledWeights(network, engine.readVariables);
        const margins = await bound(box, spec);
        if (times === 3) assertWeightsStayed('compileBound', stayed);
        if (stayed()) return margins;
      }
    },
    dispose,
  };
}

function inOneRun(engine: Engine, network: Network | LoweredNetwork, method: BoundMethod): CompiledBound {
  let compiled: Promise<CompiledFunction> | undefined;
  let kept: { readonly affine: HostArrays; readonly run: CompiledFunction['run'] } | undefined;
  return {
    bound: async (box, { c, d }) => {
      const affine = await affineInputs(network);
      const inputs = { lower: box.lower, upper: box.upper, c, d };
      compiled ??= engine.compile(
        (given) => ({
          margins: method(
            lowerWith(network, given),
            { lower: given.lower!, upper: given.upper! },
            { c: given.c!, d: given.d as tf.Tensor2D },
          ),
        }),
        { ...inputs, ...affine },
        { once: Object.keys(affine) },
      );
      compiled.catch(() => {
        compiled = undefined; // what could not be compiled for may be followed by what can
      });
      // what comes of the weights alone, their absolute values above all, is most of the work of a small batch
      const ready = await compiled;
      if (!kept || !areEqual(kept.affine, affine)) kept = { affine, run: ready.given(affine).run };
      const { margins } = await kept.run(inputs);
      return Float32Array.from(margins!.data);
    },
    dispose: async () => (await compiled)?.dispose(),
  };
}

type HostArrays = { readonly [name: string]: HostArray };

const areEqual = (a: HostArrays, b: HostArrays): boolean =>
  Object.entries(a).every(([name, { data }]) => data.every((value, i) => Object.is(value, b[name]!.data[i])));
