import type { Command } from 'commander';
import type { Front } from '../front/front';
import { isOnnx } from '../model-file';
import { whole } from '../numbers';
import { epsilonOption } from '../options';
import { addRunSettings, type Flags, settingsOf } from '../settings';
import { addProperty, filesSettingsOf, refuseProperty } from '../verify/for-files';
import type { FoundCertification } from './certification';
import { addExplainFlags, type ExplainSettings } from './flags';
import { explainSettingsOf } from './settings-of';

/** `explain`, of a test image or of a file of properties. */
export function addExplain(explain: Command, front: Front, found: FoundCertification): void {
  explain.argument(
    '<index>',
    'place of the image in the test set; or an ONNX file, and a VNN-LIB file of it after it',
    (text) => (isOnnx(text) ? text : whole(text)),
  );
  addProperty(addRunSettings(addExplainFlags(explain.addOption(epsilonOption())), front)).action(
    (index: number | string, network: string | undefined, flags: Flags & ExplainSettings) => {
      if (typeof index === 'string') {
        if (network === undefined)
          explain.error('error: expected a VNN-LIB file after the network, got none');
        const files = filesSettingsOf(explain, { network: index, property: network!, own: ['seed'] });
        const perform = async () => {
          const { explainFilesCommand } = await import('../verify/explain-files');
          await explainFilesCommand({ ...files, seed: flags.seed });
        };
        const { configuration } = front.resolve({ data: 'auto', training: true });
        return found({ configuration, invocation: { command: 'other', name: 'explain', perform } });
      }
      refuseProperty(explain);
      const { configuration, settings } = settingsOf(front, flags, { network });
      found({
        configuration,
        invocation: { command: 'explain', settings, explain: explainSettingsOf(index, flags) },
      });
    },
  );
}
