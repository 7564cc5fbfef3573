import { disposeNetwork } from '@ibp/layers';
import { type Explanation, explain } from '@ibp/verify';
import * as tf from '@tensorflow/tfjs-core';
import type { Configuration } from '../configuration';
import { loaded } from '../loaded';
import { output } from '../output';
import { radiiOf } from '../radii';
import type { Settings } from '../settings';
import { assertIndex, epsilonOf, pixelsOf } from './example-at';
import { explainTables } from './explain-table';
import type { ExplainSettings } from './flags';

/** Why is a test image not proved? What each method makes of it, and where on the way bounds become loose. */
export async function explainCommand(
  configuration: Configuration,
  settings: Settings,
  { index, epsilon: given, seed }: ExplainSettings,
): Promise<Explanation> {
  const run = await loaded(configuration, settings);
  const { network, images, scale } = run;
  const { test } = images;
  try {
    const epsilon = epsilonOf(given, run);
    const radii = radiiOf(epsilon, scale);
    assertIndex(test, index);
    const x = tf.tensor(pixelsOf(test, index), [1, ...network.inputShape]);
    try {
      const ball = { epsilon: radii, range: test.range, seed };
      const found = await explain(network, x, test.labels[index]!, ball);
      const { say, figures } = output(settings);
      say(`example ${index} at ${Number(epsilon.toPrecision(4))}, ${explainTables(found)}`);
      await figures({ index, epsilon, ...found });
      return found;
    } finally {
      x.dispose();
    }
  } finally {
    disposeNetwork(network);
  }
}
