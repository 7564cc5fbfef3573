import { constants, open } from 'node:fs/promises';
import { bytesOf, writeAll } from './write-all';
import { writeError } from './write-error';

/** Options of `appendWhole`. */
export type AppendOptions = {
  /** Whether the text is on the disk when this returns, and stays there when the power fails; not unless given. */
  readonly sync?: boolean;
};

/**
 * Adds text to a file that is there.
 *
 * @throws naming the file and the bytes it needs when they cannot all be written: the file is as it was. When there is none.
 */
export async function appendWhole(path: string, text: string, options: AppendOptions = {}): Promise<void> {
  const bytes = bytesOf(text);
  try {
    // not made anew: where a file that began with a header has gone, its lines alone mean nothing
    const handle = await open(path, constants.O_WRONLY | constants.O_APPEND);
    try {
      const { size } = await handle.stat();
      try {
        await writeAll(handle, bytes);
        if (options.sync) await handle.datasync();
      } catch (error) {
        await handle.truncate(size);
        throw error;
      }
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw writeError(path, bytes.length, error);
  }
}
