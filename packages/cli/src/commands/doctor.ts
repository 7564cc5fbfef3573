import type { Command } from 'commander';
import { engineNames } from '../engine';
import type { Front } from '../front/front';
import { threads } from '../numbers';
import { choice } from '../options';
import { alone } from './alone';
import type { DoctorSettings } from './doctor-command';
import type { FoundOther } from './other';

export function addDoctor(program: Command, _front: Front, found: FoundOther): void {
  program
    .command('doctor')
    .description('what computes here, and in which versions: what to paste into a bug report')
    .option('--backend <name>', 'tensorflow.js backend (default: the best that is installed)')
    .addOption(choice('--engine <name>', 'what computes', engineNames).default('auto').env('IBP_ENGINE'))
    .option('--threads <n>', 'threads of what computes', threads)
    .option('--json', 'as JSON', false)
    .action((options: DoctorSettings) =>
      alone(found, 'doctor', async () => {
        const { doctorCommand } = await import('./doctor-command');
        await doctorCommand(options);
      }),
    );
}
