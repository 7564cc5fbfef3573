import { basename } from 'node:path';
import type { Dataset } from '@ibp/data';
import { encodePlainNetwork } from '@ibp/exact';
import type { LabRun } from '@ibp/lab';
import { disposeNetwork } from '@ibp/layers';
import { plainNetwork } from '@ibp/verify';
import { pixelsOf } from '../certification/example-at';
import type { Configuration } from '../configuration';
import { loadModel } from '../load-model';
import { type Loaded, loaded } from '../loaded';
import { modelFile } from '../model-file';
import type { Settings } from '../settings';
import { begin } from '../trained';

/** How many test examples the page is given unless the settings say. */
const fewExamples = 20;

/**
 * What the lab opens of a network: of a run its recipe and some of its test images too, of a model images where `--data` names
 * any.
 *
 * @throws where the radius differs between features, which the page does not know.
 */
export async function labRun(
  configuration: Configuration,
  settings: Settings,
  epsilon: number | undefined,
): Promise<LabRun> {
  if (settings.epsilonScale !== undefined) {
    throw new Error('lab: expected one radius for all features, got --epsilon-scale');
  }
  const file = modelFile(settings);
  const { network, images, recipe } =
    file !== undefined && settings.data === 'auto'
      ? await alone(file, settings)
      : await loaded(configuration, { ...settings, testExamples: settings.testExamples ?? fewExamples });
  try {
    const radius = epsilon ?? recipe?.epsilon;
    return {
      title: basename(settings.network!),
      network: await encodePlainNetwork(await plainNetwork(network)),
      ...(recipe ? { recipe } : {}),
      ...(radius === undefined ? {} : { epsilon: radius }),
      ...(images ? { inputs: tableOf(images.test), range: rangeOf(images.test) } : {}),
    };
  } finally {
    disposeNetwork(network);
  }
}

type Opened = Pick<Loaded, 'network' | 'recipe'> & { readonly images?: Loaded['images'] };

async function alone(file: string, settings: Settings): Promise<Opened> {
  await begin(settings);
  return { network: await loadModel(file) };
}

/** A row of names, and a row for each example; numbers as they are, float32. */
function tableOf(dataset: Dataset): string {
  const rows = Array.from({ length: dataset.count }, (_, i) => [dataset.labels[i]!, ...pixelsOf(dataset, i)]);
  const names = ['label', ...Array.from({ length: rows[0]!.length - 1 }, (_, i) => `x${i}`)];
  return `${[names, ...rows].map((row) => row.join(',')).join('\n')}\n`;
}

/** Past what any float32 is: as good as no end. */
const noEnd = 3e38;

/** The least box of one range for all features that has theirs: what is proved in it holds in theirs. */
function rangeOf({ range: [least, most] }: Dataset): readonly [number, number] {
  const all = (end: number | ArrayLike<number>) => (typeof end === 'number' ? [end] : Array.from(end));
  const lowest = all(least).reduce((a, b) => Math.min(a, b));
  const highest = all(most).reduce((a, b) => Math.max(a, b));
  return [Math.max(lowest, -noEnd), Math.min(highest, noEnd)];
}
