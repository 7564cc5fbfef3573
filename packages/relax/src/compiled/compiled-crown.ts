import type { LinearSpec } from '@ibp/bounds';
import { affineInputs, assertProblem, type CompileBound } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { marginsFrom } from '../linear/method';
import type { ReluSlope } from '../linear/relaxation';
import { compiledFunctions } from './compiled-functions';
import { eachExample } from './each-example';
import { givenNetwork } from './given-bounds';
import { compiledNodeBounds } from './node-bounds';

/** `crown` on an engine, one example after another: a function for the passes of each hidden layer, and one for the margins. */
export const compiledCrown =
  (slope: ReluSlope, chunk: number): CompileBound =>
  (engine, network) => {
    const functions = compiledFunctions(engine);
    const margins = (given: { readonly [name: string]: tf.Tensor }) =>
      tf.tidy(() => {
        const { network: lowered, walk } = givenNetwork(network, given, slope);
        const bounds = walk(lowered.nodes.length - 1);
        const spec = { c: given.c!, d: given.d } as LinearSpec;
        return { margins: marginsFrom(lowered, bounds, spec, { slope, chunk }) };
      });
    return {
      bound: async (input, spec) => {
        assertProblem('crown', network, input, spec);
        await engine.readVariables(); // of a training run that uses the same engine, perhaps
        const affine = await affineInputs(network);
        return eachExample(input, spec, async ({ box, rows }) => {
          const bounds = await compiledNodeBounds({ network, slope, chunk }, functions, {
            ...box,
            ...affine,
          });
          return (await functions.run('margins', margins, { ...bounds, ...rows })).margins!.data;
        });
      },
      dispose: functions.dispose,
    };
  };
