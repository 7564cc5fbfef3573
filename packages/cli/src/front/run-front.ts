import type { Configuration } from '../configuration';
import { readCommand } from '../flags';
import { keepQuiet, note } from '../notes';
import { perform } from '../perform';
import { toEnd } from '../to-end';
import { type Front, frontOf } from './front';
import { nextStep } from './next-step';

/** Runs the command line of one configuration; what goes wrong ends the process with one clear message. */
export const main = (
  configuration: Configuration,
  argv: readonly string[] = process.argv.slice(2),
): Promise<void> => runFront(frontOf(configuration), argv);

/** Runs a command line. */
export const runFront = (front: Front, argv: readonly string[]): Promise<void> =>
  toEnd(async () => {
    const { configuration, invocation, quiet } = readCommand(front, argv);
    keepQuiet(quiet);
    await perform(configuration, invocation);
    const next = nextStep(front.call, invocation);
    // for a person, not for what reads a pipe or a log
    if (next && process.stdout.isTTY && process.stderr.isTTY) note(`\nnext: ${next}`);
  }, hintFor);

/** What to do where a folder holds what was begun with other settings. */
function hintFor(message: string): string {
  if (message.startsWith('checkpoint')) return '\nuse another folder (--out), or begin anew (--restart)';
  if (message.startsWith('journal'))
    return '\nkeep to what the journal was begun with, or begin it anew (--restart)';
  return '';
}
