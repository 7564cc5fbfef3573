import type { Dropped } from '../worker/read-network';

/** The largest file that the page takes, in MB: a network of this size is bounded in a browser, if slowly. */
export const mostMegabytes = 100;

/**
 * Reads files that were chosen or dropped.
 *
 * @throws naming the first that is too large for a page, with what takes it.
 */
export async function readFiles(files: Iterable<File>): Promise<Dropped[]> {
  const all = [...files];
  for (const { name, size } of all) {
    if (size > mostMegabytes * 1e6) {
      throw new Error(
        `${name} has ${Math.round(size / 1e6)} MB, and the page takes files of up to ${mostMegabytes} MB: the command \`ibp certify\` takes larger ones`,
      );
    }
  }
  return Promise.all(
    all.map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })),
  );
}

export const hasEnd = (name: string, ...ends: readonly string[]): boolean =>
  ends.some((end) => name.toLowerCase().endsWith(end));

/** What to say of an error. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
