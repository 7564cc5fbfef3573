import { disposeNetwork } from '@ibp/layers';
import { type Explanation, explain } from '@ibp/verify';
import * as tf from '@tensorflow/tfjs-core';
import type { Example } from '../example';
import { loaded } from '../loaded';
import { userPath } from '../run-folder';
import type { Settings } from '../settings';
import { writeJson } from '../write-json';
import { assertIndex, pixelsOf } from './example-at';
import { explainTables } from './explain-table';
import type { ExplainSettings } from './flags';

/** Why is a test image not proved? What each method makes of it, and where on the way bounds become loose. */
export async function explainCommand(
  example: Example,
  settings: Settings,
  { index, epsilon: given, seed }: ExplainSettings,
): Promise<Explanation> {
  const { recipe, network, images } = await loaded(example, settings);
  const { test } = images;
  const epsilon = given ?? recipe.epsilon;
  try {
    assertIndex(test, index);
    const x = tf.tensor(pixelsOf(test, index), [1, ...network.inputShape]);
    try {
      const found = await explain(network, x, test.labels[index]!, { epsilon, range: test.range, seed });
      console.log(`example ${index} at ${Number(epsilon.toPrecision(4))}, ${explainTables(found)}`);
      if (settings.json) await writeJson(userPath(settings.json), { index, epsilon, ...found });
      return found;
    } finally {
      x.dispose();
    }
  } finally {
    disposeNetwork(network);
  }
}
