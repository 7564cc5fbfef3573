import type { Dataset, Split } from '@ibp/data';
import { slice } from '@ibp/data';
import { terminalProgress } from '@ibp/data/node';
import type { Example } from './example';
import type { Settings } from './settings';

export type Images = Split & { readonly source: string; readonly description: string };

/** Loads the images that `--data` names; `auto` takes the first source that needs no download. */
export async function loadImages(example: Example, settings: Settings): Promise<Images> {
  const options = {
    onProgress: terminalProgress(),
    ...(settings.dataDir === undefined ? {} : { directory: settings.dataDir }),
  };
  const names = settings.data === 'auto' ? Object.keys(example.sources) : [settings.data];
  for (const name of names) {
    const { load, description } = example.sources[name]!;
    const last = name === names.at(-1);
    try {
      const split = await load({ ...options, download: last });
      return {
        ...split,
        test: firstOf(split.test, settings.testExamples ?? Number.POSITIVE_INFINITY),
        source: name,
        description,
      };
    } catch (error) {
      // one that is there but damaged must not be passed over for another
      if (last || (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  throw new Error(`${example.name} has no source of images`);
}

const firstOf = (dataset: Dataset, count: number): Dataset =>
  count < dataset.count ? slice(dataset, 0, count) : dataset;
