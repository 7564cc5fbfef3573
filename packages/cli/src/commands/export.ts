import type { Command } from 'commander';
import type { Front } from '../front/front';
import { positive } from '../numbers';
import { choice, path } from '../options';
import { addRunSettings, type Flags, settingsOf } from '../settings';
import type { ExportSettings } from './export-command';
import { fileKinds, folderKinds } from './export-kinds';
import type { FoundOther } from './other';

export function addExport(program: Command, front: Front, found: FoundOther): void {
  const command = program
    .command('export')
    .description(
      'write a network, its bounds or its margins as ONNX, a model of tfjs, or what certificates are checked with',
    );
  addRunSettings(
    command
      .requiredOption('--to <file>', 'the file, or of tfjs and weights the folder, to write', path)
      .addOption(
        choice(
          '--what <kind>',
          'network: x to output; bounds: of the outputs over a box; margins: of the classes over a ball; plain: safetensors that @ibp/exact reads, and certificates are of; tfjs: a folder whose model.json tf.loadLayersModel reads; weights: the same without the topology, of any network',
          [...fileKinds, ...folderKinds],
        ).default('network'),
      )
      .option('--batch <n>', 'how many examples a call takes', positive, 1),
    front,
  ).action((network: string | undefined, flags: Flags & ExportSettings) => {
    const { configuration, settings } = settingsOf(front, flags, { network });
    const perform = async () => {
      const { exportCommand } = await import('./export-command');
      await exportCommand(configuration, settings, flags);
    };
    found({ configuration, invocation: { command: 'other', name: 'export', perform } });
  });
}
