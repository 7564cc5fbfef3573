import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { SplitDataset } from '@ibp/data';
import { fromFolder } from '@ibp/data/node';
import type { Reading } from './reading';
import { type Whole, whole } from './whole';

const isThere = (folder: string): boolean => statSync(folder, { throwIfNoEntry: false }) !== undefined;

/** PNG and JPEG images, a subfolder for each class; `train` and `test` with such subfolders where both are there. */
export async function readFolder(folder: string, { channels = 3 }: Reading): Promise<SplitDataset | Whole> {
  const options = { channels };
  const [trainFolder, testFolder] = [join(folder, 'train'), join(folder, 'test')];
  if (!isThere(trainFolder) || !isThere(testFolder)) return { [whole]: await fromFolder(folder, options) };
  const train = await fromFolder(trainFolder, options);
  const { classNames } = train;
  return { train, test: await fromFolder(testFolder, { ...options, ...(classNames ? { classNames } : {}) }) };
}
