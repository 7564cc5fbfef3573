import { pgd } from '@ibp/attack';
import { classificationSpec } from '@ibp/bounds';
import { crown } from '@ibp/relax';
import { attackStage, boundStage, cleanStage, radiusSearch } from '@ibp/verify';
import * as tf from '@tensorflow/tfjs-core';
import { logits } from './bounds';
import { networkAt } from './networks';
import type { TaskContext } from './protocol';
import type { QuestionInput } from './question';

/** Steps and starts of the attack of the page. */
export const attackOf = { steps: 40, restarts: 3 };

/** Looks for an image in the ball that is taken for another class. */
export async function attack(input: QuestionInput, { signal }: TaskContext) {
  const { network } = await networkAt(input.network);
  const { x: pixels, label, epsilon } = input;
  const x = tf.tensor(pixels, [1, ...network.inputShape]);
  const spec = tf.tidy(() => ({ ...classificationSpec([label], network.nodes.at(-1)!.shape[0]!) }));
  try {
    const { examples } = await pgd(attackOf)(network, { x, spec, epsilon, range: [0, 1], seed: 0, signal });
    const { witness, margin } = examples[0]!;
    if (!witness) return { margin };
    const { taken } = await logits({ network: input.network, x: witness });
    return { margin, witness, taken };
  } finally {
    tf.dispose([x, spec]);
  }
}

/** The largest radius that CROWN certifies, and the smallest at which the attack finds something, up to 0.4. */
export async function radius({ network: address, x, label }: QuestionInput, { signal }: TaskContext) {
  const { network } = await networkAt(address);
  const images = tf.tensor(x, [1, ...network.inputShape]);
  const stages = [cleanStage(), boundStage('crown', crown()), attackStage('pgd', pgd({ steps: 20 }))];
  try {
    const options = { stages, range: [0, 1], most: 0.4, tolerance: 0.002, signal } as const;
    for await (const found of radiusSearch(network, { x: images, labels: [label] }, options)) {
      const { certified, falsified } = found;
      return { certified, falsified };
    }
    throw new Error('the search for the radius was stopped');
  } finally {
    images.dispose();
  }
}
