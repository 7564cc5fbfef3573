import type { Configuration } from './configuration';
import { type Images, loadImages, loadSource } from './images';
import { runFolder } from './run-folder';
import { readRunRecord } from './run-record';
import type { Settings } from './settings';

/**
 * The images that the run in the folder was trained on, unless `--data` names others, which is said: among others may
 * be those that the network has seen. Nothing is downloaded that was not asked for by name.
 *
 * @throws when the run's own are not found: none take their place.
 */
export async function loadRunImages(configuration: Configuration, settings: Settings): Promise<Images> {
  const folder = runFolder(settings.network ?? settings.out);
  const data = readRunRecord(folder.record)?.data;
  const own = data?.source;
  if (own === undefined) return loadImages(configuration, settings);
  const validation = data?.validation && { validation: data.validation.examples };
  if (settings.data !== 'auto') {
    if (settings.data !== own) {
      console.error(
        `data: "${settings.data}", as asked for; the run in ${folder.path} was trained on "${own}"`,
      );
    }
    return loadImages(configuration, settings.data === own ? { ...settings, ...validation } : settings);
  }
  const where = `data: expected "${own}", which the run in ${folder.path} was trained on`;
  const remedy = 'say where its files are (--data-dir), or which images to take instead (--data)';
  if (!Object.hasOwn(configuration.sources, own)) {
    throw new Error(
      `${where}, got a configuration that has only ${Object.keys(configuration.sources).join(', ')}; ${remedy}`,
    );
  }
  try {
    return await loadSource(configuration, { ...settings, ...validation }, own, false);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new Error(`${where}, got nothing; ${remedy}\n${(error as Error).message}`);
  }
}
