import { assertEpsilon, type InputRange, type PerFeature, readBall, readScale, scaledBy } from '@ibp/bounds';
import { fail } from '@ibp/core';
import type { Arithmetic } from '@ibp/exact';
import type { LoweredNetwork, Network } from '@ibp/layers';
import type * as tf from '@tensorflow/tfjs-core';
import { certify } from '../cascade/certify';
import type { Question } from '../cascade/question';
import { questionsOf } from '../cascade/questions';
import type { Stage } from '../cascade/stage';
import { inputsOf } from '../cascade/tensors';
import type { Verdict } from '../cascade/verdict';
import { bisect, type Radius } from './bisect';
import { coveringRadius, radiusOf } from './distance';

/** Options of `radiusSearch`. */
export type RadiusOptions = {
  /** Cheapest first, as `certify` takes them. */
  readonly stages: readonly Stage[];
  /** The valid inputs, each end one number or one for each feature; [0, 1] unless given. */
  readonly range?: InputRange;
  /**
   * How far each feature is moved at radius 1, in its units: epsilon is `radius * scale`, 0 for a feature that is fixed. 1
   * unless given.
   */
  readonly scale?: PerFeature | tf.Tensor;
  /** The greatest radius that is asked about; the least that covers the range unless given, which must be finite then. */
  readonly most?: number;
  /** How near the ends are brought to what cannot be decided, in units of the radius; 1e-3 unless given. */
  readonly tolerance?: number;
  /** Wall-clock seconds for one example at one radius; 600 unless given. */
  readonly budget?: number;
  /** What verdicts have to hold in, as `certify` takes it; real numbers unless given. */
  readonly arithmetic?: Arithmetic;
  readonly seed?: number;
  readonly signal?: AbortSignal;
};

/**
 * The largest certified and the smallest falsified radius of each example, by bisection: first between the two, and
 * where a radius stays unknown, on either side of it. A counter-example counts with its own distance.
 *
 * @param examples `x` `[batch, ...inputShape]`, freed, and the true classes.
 * @throws as `certify`, and when the tolerance is not above 0, `scale` is none or `most` is not a radius.
 *
 * @example
 * ```ts
 * import { dense, ibp, network, relu, sequential } from '@ibp/layers';
 * import { boundStage, cleanStage, radiusSearch } from '@ibp/verify';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * const net = network([2], sequential(dense(16), relu(), dense(3)), { seed: 8 });
 * const examples = { x: tf.tensor2d([[0.9, 0.1]]), labels: [2] };
 * const stages = [cleanStage(), boundStage('ibp', ibp())];
 * for await (const { certified } of radiusSearch(net, examples, { stages, tolerance: 0.01 })) {
 *   console.log(certified > 0.05); // true
 * }
 * ```
 */
export async function* radiusSearch(
  network: Network | LoweredNetwork,
  examples: { readonly x: tf.Tensor; readonly labels: ArrayLike<number> },
  options: RadiusOptions,
): AsyncGenerator<Radius, void, undefined> {
  const { tolerance = 1e-3 } = options;
  const { inputShape } = network;
  const scale = await readScale('radiusSearch', options.scale ?? 1, inputShape);
  const { range } = await readBall('radiusSearch', inputShape, { ...options, epsilon: 0 });
  const features = inputShape.reduce((a, b) => a * b, 1);
  const most = options.most ?? coveringRadius(scale, range, features);
  if (!(most >= 0 && most < Number.POSITIVE_INFINITY)) {
    fail('radiusSearch', `expected most to be a finite radius >= 0, got ${most}`);
  }
  if (options.most !== undefined) assertEpsilon('radiusSearch', scaledBy(scale, most), range);
  if (!(tolerance > 0)) fail('radiusSearch', `expected a tolerance of more than 0, got ${tolerance}`);
  for (const question of await questionsOf(network, examples, 0, range)) {
    yield await bisect(
      async (radius) => {
        const verdict = await decide(network, question, scaledBy(scale, radius), { ...options, range });
        if (verdict.status !== 'falsified') return { status: verdict.status };
        const { x } = verdict.witness;
        return { status: verdict.status, witness: x, radius: radiusOf(x, question.x, scale) };
      },
      { most, tolerance },
    );
  }
}

async function decide(
  network: Network | LoweredNetwork,
  question: Question,
  epsilon: PerFeature,
  { stages, range, budget, arithmetic, seed, signal }: RadiusOptions,
): Promise<Verdict> {
  const options = {
    epsilon,
    stages,
    ...(range ? { range } : {}),
    ...(budget === undefined ? {} : { budget }),
    ...(arithmetic === undefined ? {} : { arithmetic }),
    ...(seed === undefined ? {} : { seed }),
    ...(signal ? { signal } : {}),
  };
  const examples = { x: inputsOf(network, [question]), spec: [question.spec] };
  for await (const { verdict } of certify(network, [examples], options)) return verdict;
  return fail('radiusSearch', 'expected a verdict, got none');
}
