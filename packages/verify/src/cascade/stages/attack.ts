import type { InputRange, LinearSpec, PerFeature } from '@ibp/bounds';
import type { LoweredNetwork, Network } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import type { Stage } from '../stage';
import { inputsOf, specOf } from '../tensors';

/** What the cascade asks of an attack; those of `@ibp/attack` fit. */
export type CounterExampleSearch = (
  network: Network | LoweredNetwork,
  task: {
    readonly x: tf.Tensor;
    readonly spec: LinearSpec;
    readonly epsilon: PerFeature;
    readonly range: InputRange;
    readonly seed: number;
    /** Of the examples: what is drawn goes by them, and not by what else is in a batch. */
    readonly numbers: readonly number[];
    readonly signal: AbortSignal;
  },
) => Promise<{ readonly examples: readonly { readonly witness: Float32Array | null }[] }>;

/** Looks for counter-examples: `attack('pgd', pgd({ steps: 200, restarts: 10 }))`. */
export function attackStage(
  name: string,
  search: CounterExampleSearch,
  options: { readonly batch?: number } = {},
): Stage {
  return {
    name,
    batch: options.batch ?? 100,
    run: async (questions, { network, epsilon, range, seed, signal }) => {
      const numbers = questions.map(({ index }) => index);
      const x = inputsOf(network, questions);
      const spec = specOf(
        network,
        questions,
        questions.map(({ open }) => open),
      );
      try {
        const { examples } = await search(network, { x, spec, epsilon, range, seed, numbers, signal });
        return examples.map(({ witness }) => (witness ? { candidate: witness } : {}));
      } finally {
        tf.dispose([x, spec]);
      }
    },
  };
}
