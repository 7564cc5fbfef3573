import { highsWasm } from '@ibp/exact/highs';
import { disposeNetwork, weightsHash } from '@ibp/layers';
import { radiusSearch } from '@ibp/verify';
import * as tf from '@tensorflow/tfjs-core';
import type { Configuration } from '../configuration';
import { runPart, writePage } from '../html';
import { loaded } from '../loaded';
import { output } from '../output';
import { startProgress } from '../progress';
import type { Settings } from '../settings';
import { imagesLabel } from '../validation';
import { pixelsOf } from './example-at';
import type { RadiusSettings } from './flags';
import type { ImageRadius } from './image-radius';
import { radiusTable } from './radius-table';
import { stagesOf } from './stages';

/** The largest certified and the smallest falsified radius of each test image, by bisection. */
export async function radiusCommand(
  configuration: Configuration,
  settings: Settings,
  options: RadiusSettings,
): Promise<ImageRadius[]> {
  const { network, images, engine, elision, scale } = await loaded(configuration, settings);
  const { test } = images;
  const { most, tolerance, budget, seed, arithmetic = 'real' } = options;
  const solver = highsWasm({ threads: 1 });
  const stages = stagesOf(options, { solver, engine, elision });
  const progress = startProgress('searching', test.count);
  const found: ImageRadius[] = [];
  try {
    // image by image: a test set is too much to hold as one tensor
    for (let index = 0; index < test.count; index++) {
      const label = test.labels[index]!;
      const x = tf.tensor(pixelsOf(test, index), [1, ...network.inputShape]);
      const search = radiusSearch(
        network,
        { x, labels: [label] },
        {
          ...{ stages, range: test.range, tolerance, budget, seed, arithmetic },
          ...(most === undefined ? {} : { most }),
          ...(scale ? { scale } : {}),
        },
      );
      for await (const { certified, falsified, questions } of search) {
        found.push({ index, label, certified, falsified, questions });
      }
      progress.update(index + 1, `certified at ${found.at(-1)!.certified.toPrecision(3)}`);
    }
    const { say, figures } = output(settings);
    say(radiusTable(found));
    if (arithmetic !== 'real') say(`radii hold in ${arithmetic}`);
    const about = {
      ...{ data: imagesLabel(images), weights: await weightsHash(network), tolerance },
      ...(arithmetic !== 'real' && { arithmetic }),
    };
    // JSON has no Infinity: null says that no counter-example was found
    const radii = found.map((one) => (Number.isFinite(one.falsified) ? one : { ...one, falsified: null }));
    const all = { ...about, stages: stages.map(({ name }) => name), images: radii };
    await figures(all);
    await writePage(settings, async () => ({ ...(await runPart(settings)), radii: all }));
    return found;
  } finally {
    progress.stop();
    await solver.close();
    disposeNetwork(network);
  }
}
