import { type Engine, lower, propagateAll } from '@ibp/layers';
import { branchAndBound } from '@ibp/verify';
import * as tf from '@tensorflow/tfjs-core';
import { boxTensors, specTensors } from '../tensors';
import type { Claim, Method } from './method';

type To = Parameters<Method['claims']>[0];

/** Branch and bound on a few single rows, which proves, breaks or gives up. */
async function searched(to: To, engine?: Engine): Promise<Claim[]> {
  const { network, boxes, rows, random, unhurried } = to;
  const claims: Claim[] = [];
  for (const [i, box] of boxes.slice(0, 2).entries()) {
    for (const row of rows[i]!.slice(0, 2)) {
      const input = boxTensors([box], network.inputShape);
      const spec = specTensors([[row]], network.nodes.at(-1)!.shape);
      const options = {
        ...{ maxNodes: 24, rootSteps: 4, steps: 3, batch: 8 },
        ...(unhurried ? {} : { budget: 1500 }),
        attackSteps: random.pick([0, 4]),
        ...(random.chance(0.3)
          ? {
              bounds: (net: Parameters<typeof lower>[0], b: Parameters<typeof propagateAll>[1]) =>
                propagateAll(lower(net), b),
            }
          : {}),
        ...(engine && { engine }),
      };
      try {
        const { status, witness, bound } = await branchAndBound(network, input, spec, options);
        claims.push({
          box,
          row,
          bound,
          proved: status === 'verified',
          ...(witness ? { witness: witness.x } : {}),
        });
      } finally {
        tf.dispose([input, spec]);
      }
    }
  }
  return claims;
}

/** On tfjs and compiled. */
export const searchMethods: readonly Method[] = [
  { name: 'branch and bound', share: 0.3, claims: (to) => searched(to) },
  {
    name: 'compiled branch and bound',
    share: 0.1,
    host: true,
    claims: async (to) => searched(to, await to.engine()),
  },
];
