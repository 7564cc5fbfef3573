import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import type { Front } from '../front/front';
import { ballRadius } from '../numbers';
import { addPage, addRunSettings, type Flags, settingsOf } from '../settings';
import { addFiles, filesSettingsOf, refuseProperty } from '../verify/for-files';
import type { FoundCertification } from './certification';
import type { AsTyped } from './complete';
import { addRadiusFlags, type RadiusSettings } from './flags';
import { radiusSettingsOf } from './settings-of';

/** `radius`, of test images or of a file of properties. */
export function addRadius(radius: Command, front: Front, found: FoundCertification): void {
  addFiles(addRunSettings(addPage(addRadiusFlags(radius)), front)).action(
    (network: string | undefined, property: string | undefined, flags: Flags & AsTyped<RadiusSettings>) => {
      if (network !== undefined && property !== undefined) {
        const own = ['budget', 'most', 'tolerance', 'seed'];
        const files = filesSettingsOf(radius, { network, property, own });
        const { budget, most, tolerance, seed } = flags;
        const perform = async () => {
          const { radiusFilesCommand } = await import('../verify/radius-files');
          const asked = { budget, tolerance, seed, ...(most !== undefined && { most }) };
          await radiusFilesCommand({ ...files, ...asked });
        };
        const { configuration } = front.resolve({ data: 'auto', training: true });
        return found({ configuration, invocation: { command: 'other', name: 'radius', perform } });
      }
      refuseProperty(radius);
      assertRadius(radius, flags.most);
      const { configuration, settings } = settingsOf(front, flags, { network });
      found({ configuration, invocation: { command: 'radius', settings, radius: radiusSettingsOf(flags) } });
    },
  );
}

/** Of a file `--most` is a scaling, of images a radius, which no range of theirs is wider than. */
function assertRadius(command: Command, most: number | undefined): void {
  try {
    if (most !== undefined) ballRadius(String(most));
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    command.error(`error: option '--most <radius>' argument '${most}' is invalid. ${error.message}`);
  }
}
