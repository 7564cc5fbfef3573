import type { Attack, ExampleResult } from '@ibp/attack';
import { classificationSpec, type Epsilon, type InputRange } from '@ibp/bounds';
import { type Network, outputShape } from '@ibp/layers';
import type { Examples } from '@ibp/train';
import * as tf from '@tensorflow/tfjs-core';

export type AttackOptions = {
  readonly attack: Attack;
  /** One radius, or one for each feature. */
  readonly epsilon: Epsilon;
  readonly range: InputRange;
  /** 0 unless given. */
  readonly seed?: number;
};

/** What an attack makes of labelled examples, a batch at a time; each `x` is freed. */
export async function* attackBatches(
  network: Network,
  batches: Iterable<Examples>,
  { attack, epsilon, range, seed = 0 }: AttackOptions,
): AsyncGenerator<readonly ExampleResult[], void, undefined> {
  const [classes] = outputShape(network) as [number];
  for (const { x, labels } of batches) {
    const spec = tf.tidy(() => classificationSpec(labels, classes));
    try {
      yield (await attack(network, { x, spec, epsilon, range, seed })).examples;
    } finally {
      tf.dispose([x, spec]);
    }
  }
}
