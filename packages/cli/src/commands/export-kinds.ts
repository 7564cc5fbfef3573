/** What may be written to a file, and what to a folder, by the names that `--what` takes. */
export const fileKinds = ['network', 'bounds', 'margins', 'plain'] as const;
export const folderKinds = ['tfjs', 'weights'] as const;

export type ExportKind = (typeof fileKinds)[number] | (typeof folderKinds)[number];
