/** What files of data do not say of themselves. */
export type Reading = {
  /** The column of the classes in a table; the last unless given. */
  readonly labelColumn?: string;
  /** The file of the classes, beside a `.npy` of inputs. */
  readonly labels?: string;
  /** 3 for colour, 1 for grey: of the images in a folder. */
  readonly channels?: 1 | 3;
  /** The valid values of every input. */
  readonly range?: readonly [number, number];
};

/** Of what each flag says how it is read: folders, or files by the end of their name. */
const flags: {
  readonly [K in keyof Required<Reading>]: {
    readonly flag: string;
    readonly kinds: readonly string[];
    readonly expected: string;
  };
} = {
  labelColumn: { flag: '--label-column', kinds: ['.csv'], expected: 'a .csv' },
  labels: { flag: '--labels', kinds: ['.npy'], expected: 'a .npy' },
  channels: { flag: '--channels', kinds: ['folder'], expected: 'a folder of images' },
  range: { flag: '--range', kinds: ['.csv', '.npz', '.npy'], expected: 'a .csv, .npz or .npy' },
};

/**
 * Holds what was said of files to what there is to read: who named a column or a range means it to count.
 *
 * @param data as an error names it.
 * @param kind of the files; a known data set unless given, of which nothing is to be said.
 * @throws the first flag that is not for them.
 */
export function checkReading(reading: Reading, data: string, kind?: string): void {
  for (const [field, { flag, kinds, expected }] of Object.entries(flags)) {
    if (reading[field as keyof Reading] === undefined || (kind !== undefined && kinds.includes(kind)))
      continue;
    throw new Error(`${flag}: expected --data to name ${expected}, got ${data}`);
  }
}
