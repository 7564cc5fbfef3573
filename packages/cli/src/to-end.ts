import { exitCodes } from './exit-codes';
import { messageOf } from './file-problem';

/**
 * Runs a command; what goes wrong ends the process with one clear message.
 *
 * @param hint what to do about a message.
 */
export async function toEnd(
  task: () => Promise<void>,
  hint: (message: string) => string = () => '',
): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) {
    if (!stream.listeners('error').includes(goOnUnread)) stream.on('error', goOnUnread);
  }
  try {
    await task();
  } catch (error) {
    const message = messageOf(error);
    console.error(`\n${message}${hint(message)}`);
    process.exitCode = exitCodes.notDone;
  }
}

/** Nobody reads on, as after `| head -1`: the work goes on all the same, for the files that come of it. */
function goOnUnread(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}
