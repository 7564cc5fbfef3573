import type { Configuration } from './configuration';
import { type Images, loadImages, loadSource } from './images';
import { runFolder } from './run-folder';
import { readRunRecord } from './run-record';
import { imagesRefusal, recognisedImages } from './same-images';
import type { Settings } from './settings';

/**
 * The images that the run in the folder was trained on, unless `--data` names others, which is said: among others may
 * be those that the network has seen. Nothing is downloaded that was not asked for by name.
 *
 * @throws when the run's own are not found: none take their place.
 */
export async function loadRunImages(configuration: Configuration, settings: Settings): Promise<Images> {
  const folder = runFolder(settings.network ?? settings.out);
  const record = readRunRecord(folder.record);
  if (!record) return loadImages(configuration, settings);
  const { example, data } = record;
  const own = data.source;
  const validation = data.validation && { validation: data.validation.examples };
  /** Of one's own files some may have been added since: what is held out of them now, the network may have seen. */
  const unchanged = (images: Images): Images => {
    const others =
      data.hash === undefined ? undefined : imagesRefusal(record, recognisedImages(example, images));
    if (others === undefined) return images;
    throw new Error(
      `data: of the files that the run in ${folder.path} was trained on, ${others}; read them as it did (--label-column, --labels, --channels, --range), or name others to test on (--data)`,
    );
  };
  const isOfOther = example !== configuration.name;
  if (settings.data !== 'auto') {
    if (settings.data === own && !isOfOther) {
      return unchanged(await loadImages(configuration, { ...settings, ...validation }));
    }
    const of = isOfOther ? [` of ${configuration.name}`, ` of ${example}`] : ['', ''];
    console.error(
      `data: "${settings.data}"${of[0]}, as asked for; the run in ${folder.path} was trained on "${own}"${of[1]}`,
    );
    return loadImages(configuration, settings);
  }
  const where = `data: expected "${own}"${isOfOther ? ` of ${example}` : ''}, which the run in ${folder.path} was trained on`;
  const remedy = 'say where its files are (--data-dir), or which images to take instead (--data)';
  if (isOfOther || !Object.hasOwn(configuration.sources, own)) {
    const sources = Object.keys(configuration.sources).join(', ');
    throw new Error(
      `${where}, got a configuration${isOfOther ? ` ${configuration.name}` : ''} that has only ${sources}; ${remedy}`,
    );
  }
  try {
    return unchanged(await loadSource(configuration, { ...settings, ...validation }, own, false));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new Error(`${where}, got nothing; ${remedy}\n${(error as Error).message}`);
  }
}
