import type { Command } from 'commander';
import type { Front } from '../front/front';
import { port } from '../numbers';
import { epsilonOption } from '../options';
import { addSettings, type Flags, settingsOf } from '../settings';
import type { FoundOther } from './other';

type LabFlags = Flags & { readonly port?: number; readonly open: boolean; readonly epsilon?: number };

export function addLab(program: Command, front: Front, found: FoundOther): void {
  const command = program
    .command('lab')
    .description('serve the lab, a page that attacks and certifies networks in the browser; needs @ibp/lab')
    .argument(
      '[network]',
      'what it opens: the folder of a run, a model.json of tfjs, an ONNX file or zoo:NAME',
    )
    .addOption(epsilonOption())
    .option('--port <n>', 'where it is served on this machine (default: a free port)', port)
    .option('--no-open', 'print the address, and open no browser');
  addSettings(command, front).action((network: string | undefined, flags: LabFlags) => {
    const { configuration, settings } = settingsOf(front, flags, { network });
    const perform = async () => {
      const { labCommand } = await import('./lab-command');
      const { epsilon, open } = flags;
      await labCommand(configuration, settings, {
        ...{ open },
        ...(epsilon === undefined ? {} : { epsilon }),
        ...(flags.port === undefined ? {} : { port: flags.port }),
      });
    };
    found({ configuration, invocation: { command: 'other', name: 'lab', perform } });
  });
}
