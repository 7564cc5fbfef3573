import type { Command } from 'commander';
import { checkPaths } from '../check-paths';
import type { Front } from '../front/front';
import { whole } from '../numbers';
import { choice, epsilonOption, path } from '../options';
import { boundsMethods } from '../output-bounds';
import { addRunSettings, type Flags, settingsOf } from '../settings';
import type { BoundsSettings } from './bounds-command';
import type { FoundOther } from './other';

export function addBounds(program: Command, front: Front, found: FoundOther): void {
  const command = program
    .command('bounds')
    .description('bounds of the output of a network over a box of inputs');
  addRunSettings(
    command
      .addOption(epsilonOption())
      .option('--image <index>', 'the box: all within epsilon of this test image (default: 0)', whole)
      .option('--lower <file>', 'the box: its lower ends, as .npy, JSON or text', path)
      .option('--upper <file>', 'and its upper ends', path)
      .addOption(
        choice('--method <name>', 'how bounds are computed', Object.keys(boundsMethods)).default('crown'),
      ),
    front,
  ).action((network: string | undefined, flags: Flags & BoundsSettings) => {
    const { configuration, settings } = settingsOf(front, flags, { network });
    const perform = async () => {
      const { boundsCommand } = await import('./bounds-command');
      checkPaths(settings);
      await boundsCommand(configuration, settings, flags);
    };
    found({ configuration, invocation: { command: 'other', name: 'bounds', perform } });
  });
}
