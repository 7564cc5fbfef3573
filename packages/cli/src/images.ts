import { isAbsolute } from 'node:path';
import type { Dataset } from '@ibp/data';
import { slice } from '@ibp/data';
import { sharedDataset, terminalProgress } from '@ibp/data/node';
import type { Configuration } from './configuration';
import { contentHash } from './content-hash';
import { userPath } from './run-folder';
import type { Settings } from './settings';
import { type Divided, divide } from './validation';

/** `test` is what is evaluated on: the test images, or those held out for validation. */
export type Images = Divided & {
  readonly source: string;
  readonly description: string;
  /** Of files of one's own, which may change: what is in the part to train on. */
  readonly hash?: string;
};

type ImageSettings = Pick<Settings, 'data' | 'dataDir' | 'testExamples' | 'validation' | 'on'>;

/** Loads the images that `--data` names; `auto` takes the first source that needs no download. */
export async function loadImages(configuration: Configuration, settings: ImageSettings): Promise<Images> {
  const names = settings.data === 'auto' ? Object.keys(configuration.sources) : [settings.data];
  for (const name of names) {
    const last = name === names.at(-1);
    try {
      return await loadSource(configuration, settings, name, last);
    } catch (error) {
      // one that is there but damaged must not be passed over for another
      if (last || (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  throw new Error(`${configuration.name} has no source of images`);
}

/**
 * Loads the images of one source.
 *
 * @throws with `code` ENOENT when they are not found and not to be downloaded.
 */
export async function loadSource(
  configuration: Configuration,
  settings: ImageSettings,
  name: string,
  download: boolean,
): Promise<Images> {
  const { load, description } = configuration.sources[name]!;
  const named = process.env.IBP_DATA_DIR;
  if (named) process.env.IBP_DATA_DIR = userPath(named);
  const split = await load({
    onProgress: terminalProgress(),
    download,
    ...(settings.dataDir === undefined ? {} : { directory: userPath(settings.dataDir) }),
  });
  const divided = divide(split, settings.validation, settings.on);
  return {
    ...divided,
    train: sharedDataset(divided.train),
    test: firstOf(divided.test, settings.testExamples ?? Number.POSITIVE_INFINITY),
    source: name,
    description,
    ...(isAbsolute(name) ? { hash: contentHash(divided.train) } : {}),
  };
}

const firstOf = (dataset: Dataset, count: number): Dataset =>
  count < dataset.count ? slice(dataset, 0, count) : dataset;
