import type { Attack } from '@ibp/attack';
import { batches, type Dataset } from '@ibp/data';
import type { BoundMethod, Network } from '@ibp/layers';
import type { BoundName } from '@ibp/recipes';
import {
  type Engine,
  evaluate,
  type LayerStatistics,
  layerStatistics,
  neuronStability,
  type Stability,
} from '@ibp/train';
import { adversarialError } from './adversarial-error';
import { radiiOf, type Scale } from './radii';

export type TrackingOptions = {
  readonly epsilon: number;
  readonly scale?: Scale;
  readonly bound: BoundMethod;
  readonly boundName: BoundName;
  /** Nothing: no adversarial error. */
  readonly attack?: Attack;
  readonly seed: number;
  /** Of the errors; tfjs, op by op, unless given. */
  readonly engine?: Engine | undefined;
};

/** How a network does on a few test examples while it is trained, at the radius that is to be certified. */
export type Tracked = {
  readonly examples: number;
  readonly epsilon: number;
  readonly error: number;
  readonly verifiedError: number;
  /** What verified; IBP in runs of a version that did not say. */
  readonly bound?: BoundName;
  readonly adversarialError?: number;
  readonly layers: readonly LayerStatistics[];
  /** Over all ReLUs. */
  readonly stability?: Stability;
};

export async function track(network: Network, test: Dataset, options: TrackingOptions): Promise<Tracked> {
  const { epsilon, bound, boundName, attack, seed, engine } = options;
  const radii = radiiOf(epsilon, options.scale);
  const { range } = test;
  const examples = () => batches(test, 100);
  const { error, verifiedError } = await evaluate(network, examples(), {
    epsilon: radii,
    bound,
    range,
    ...(engine ? { engine } : {}),
  });
  const layers = await layerStatistics(network, examples(), { epsilon: radii, range });
  const stability = neuronStability(layers);
  return {
    examples: test.count,
    epsilon,
    error,
    verifiedError,
    bound: boundName,
    ...(attack
      ? {
          adversarialError: await adversarialError(network, examples(), {
            attack,
            epsilon: radii,
            range,
            seed,
          }),
        }
      : {}),
    layers,
    ...(stability ? { stability } : {}),
  };
}
