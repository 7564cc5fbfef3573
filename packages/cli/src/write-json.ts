import { writeWhole } from '@ibp/files';

/** Writes a file that is whole or not there, and its folder: an hour's figures are not lost to a missing one. */
export const writeText = (file: string, text: string): Promise<void> => writeWhole(file, text);

/** The same of a value as JSON, indented by two. */
export const writeJson = (file: string, value: unknown): Promise<void> =>
  writeText(file, `${JSON.stringify(value, null, 2)}\n`);
