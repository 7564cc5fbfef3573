import { statSync } from 'node:fs';
import { basename, extname } from 'node:path';
import type { SplitDataset } from '@ibp/data';
import type { Configuration } from '../configuration';
import { mnistConfiguration } from '../configurations/mnist';
import { checkReading, type Reading } from './reading';
import { standardised } from './standardise';
import type { Whole } from './whole';

type Read = (file: string, reading: Reading) => Promise<SplitDataset | Whole>;

const readFolder: Read = async (file, reading) => (await import('./read-folder')).readFolder(file, reading);
const readTable: Read = async (file, reading) => (await import('./read-table')).readTable(file, reading);
const readNumpy: Read = async (file, reading) => (await import('./read-numpy')).readNumpy(file, reading);

/** By the end of the name. */
const readers: { readonly [extension: string]: Read } = {
  '.csv': readTable,
  '.npz': readNumpy,
  '.npy': readNumpy,
};

const isFolder = (file: string): boolean => statSync(file, { throwIfNoEntry: false })?.isDirectory() ?? false;

/** Whether there is something at a path that can be read as data. */
export const isOwnData = (file: string): boolean =>
  isFolder(file) || (extname(file) in readers && statSync(file, { throwIfNoEntry: false }) !== undefined);

const { quick } = mnistConfiguration.recipes as {
  quick: NonNullable<(typeof mnistConfiguration.recipes)[string]>;
};

/**
 * Files of one's own as a configuration. Where they do not say what is to be tested on, a fifth of them is held out.
 *
 * @param options.whole take all of them for the test: no part of them trained the network.
 * @throws where it is said how other files are read.
 */
export function ownConfiguration(
  file: string,
  { whole: all, ...reading }: Reading & { whole: boolean },
): Configuration {
  const folder = isFolder(file);
  const kind = folder ? 'folder' : extname(file);
  checkReading(reading, file, kind);
  const read = folder ? readFolder : readers[kind]!;
  const load = async (): Promise<SplitDataset> => {
    const found = await read(file, reading);
    if ('train' in found) return found;
    const { holdOut } = await import('@ibp/data');
    const { whole } = await import('./whole');
    if (all) return { train: found[whole], test: found[whole] };
    return holdOut(found[whole], Math.max(1, Math.round(found[whole].count / 5)), 0);
  };
  const description = `${file}${all ? '' : ', its test examples or a fifth held out'}`;
  return {
    name: basename(file, extname(file)),
    sources: { [file]: { description, load } },
    recipes: { quick: folder ? quick : { ...quick, model: 'mlp' } },
    ...(folder ? {} : { normalize: standardised }),
  };
}
