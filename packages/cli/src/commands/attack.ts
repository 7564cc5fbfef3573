import type { Command } from 'commander';
import { checkPaths } from '../check-paths';
import type { Front } from '../front/front';
import { positive, whole } from '../numbers';
import { epsilonOption } from '../options';
import { addPage, addRunSettings, type Flags, settingsOf } from '../settings';
import { addFiles, filesSettingsOf, refuseProperty } from '../verify/for-files';
import type { AttackSettings } from './attack-command';
import type { FoundOther } from './other';

export function addAttack(program: Command, front: Front, found: FoundOther): void {
  const command = program.command('attack').description('look for counter-examples, and save their pictures');
  const images = addRunSettings(
    addPage(command)
      .addOption(epsilonOption())
      .option('--pgd-steps <n>', 'steps of the attack', positive, 40)
      .option('--pgd-restarts <n>', 'points the attack starts from', positive, 1)
      .option('--seed <n>', 'of the attack', whole, 1)
      .option('--pictures <n>', 'how many images it broke to save, as PNG', whole, 20),
    front,
  );
  addFiles(images).action(
    (network: string | undefined, property: string | undefined, flags: Flags & AttackSettings) => {
      if (network !== undefined && property !== undefined) {
        const files = filesSettingsOf(command, { network, property, own: ['pgdRestarts', 'seed'] });
        const { pgdRestarts: rounds, seed } = flags;
        const perform = async () => {
          const { attackFilesCommand } = await import('../verify/attack-files');
          await attackFilesCommand({ ...files, rounds, seed });
        };
        const { configuration } = front.resolve({ data: 'auto', training: true });
        return found({ configuration, invocation: { command: 'other', name: 'attack', perform } });
      }
      refuseProperty(command);
      const { configuration, settings } = settingsOf(front, flags, { network });
      const perform = async () => {
        const { attackCommand } = await import('./attack-command');
        checkPaths(settings);
        await attackCommand(configuration, settings, flags);
      };
      found({ configuration, invocation: { command: 'other', name: 'attack', perform } });
    },
  );
}
