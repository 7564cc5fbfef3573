import { disposeNetwork, networkOf } from '@ibp/layers';
import { certify, type Stage } from '@ibp/verify';
import * as tf from '@tensorflow/tfjs-core';
import type { CampaignMethod } from '../campaign/campaign';
import { inputAt, radiiAt } from '../campaign/inputs';
import type { Solve } from './work';

/** Examples that stages see at once; what comes of each does not depend on the others. */
const together = 100;

/**
 * Settles cases by `certify`, with the stages of a method; those that take one example at a time are left out where it is to be quick.
 *
 * @param stagesOf the stages, cheapest first; asked for each request, and closed after it.
 */
export const solveBy = (stagesOf: (method: CampaignMethod) => readonly Stage[]): Solve =>
  async function* ({ network: plain, inputs, places, epsilon, method, quick }) {
    const network = networkOf(plain);
    const all = stagesOf(method);
    const stages = quick ? all.filter(({ batch }) => batch > 1) : all;
    const batches = function* () {
      for (let start = 0; start < places.length; start += together) {
        const own = places.slice(start, start + together);
        const x = new Float32Array((own.length * inputs.x.length) / inputs.labels.length);
        for (const [i, place] of own.entries()) x.set(inputAt(inputs, place), (i * x.length) / own.length);
        yield {
          x: tf.tensor(x, [own.length, ...inputs.shape]),
          labels: own.map((place) => inputs.labels[place]!),
          places: own,
        };
      }
    };
    try {
      const { seconds: budget, seed, arithmetic } = method;
      const options = { epsilon: radiiAt(inputs, epsilon), stages, range: inputs.range, budget, seed };
      yield* certify(network, batches(), { ...options, ...(arithmetic && { arithmetic }) });
    } finally {
      for (const { close } of all) await close?.();
      disposeNetwork(network);
    }
  };
