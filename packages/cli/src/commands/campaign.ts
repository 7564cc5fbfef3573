import type { Command } from 'commander';
import { addPlace, addServer, addStore, type Place } from '../campaign/settings';
import type { SolveSettings } from '../campaign/solve-command';
import type { WorkerSettings } from '../campaign/worker-command';
import type { Front } from '../front/front';
import { positive, positiveNumber, threads } from '../numbers';
import { path } from '../options';
import { alone } from './alone';
import { addCollect } from './campaign-collect';
import { addSubmit } from './campaign-submit';
import type { FoundOther } from './other';

/** Certification on many machines: its parts by hand, or by a queue. */
export function addCampaign(program: Command, front: Front, found: FoundOther): void {
  const campaign = program
    .command('campaign')
    .description('certify on many machines, by a queue or in shards, and put together what they found');
  const command = (name: string, description: string) => campaign.command(name).description(description);
  const doing = (perform: () => Promise<unknown>) =>
    alone(found, 'campaign', async () => void (await perform()));

  addSubmit(campaign, front, found);
  addPlace(command('worker', 'take jobs from the queue until told to stop'))
    .option('--name <text>', 'by which results name it (default: machine and process)')
    .option('--processes <n>', 'jobs at once, each in a process of its own', threads, 1)
    .option(
      '--lock <seconds>',
      'after which others take the jobs of a worker that says nothing',
      positiveNumber,
      30,
    )
    .option(
      '--grace <seconds>',
      'that jobs have to end when it is told to stop, before they are handed back',
      positiveNumber,
      10,
    )
    .option('--backend <name>', 'tensorflow.js backend (default: the best that is installed)')
    .option(
      '--data-dir <dir>',
      'of sweeps: where data sets are, or go (default: IBP_DATA_DIR, or a cache directory)',
      path,
    )
    .option(
      '--work <dir>',
      'of sweeps: where runs have their folders (default: that for what is temporary)',
      path,
    )
    .action((flags: WorkerSettings) =>
      doing(async () => (await import('../campaign/worker-command')).workerCommand(flags)),
    );
  addStore(campaign.command('solve', { hidden: true }))
    .requiredOption('--name <text>')
    .option('--backend <name>')
    .option('--data-dir <dir>')
    .option('--work <dir>')
    .action((flags: SolveSettings) =>
      doing(async () => (await import('../campaign/solve-command')).solveCommand(flags)),
    );

  const onServer = (name: string, description: string) =>
    addServer(command(name, description)).argument('[campaign]', 'its id, or how that begins');
  onServer('status', 'how far campaigns are: counts, rate, time left, workers')
    .option('--watch <seconds>', 'again and again, so many seconds apart', positiveNumber)
    .option('--json', 'figures as JSON in place of the text')
    .action((id: string | undefined, flags: Omit<Place, 'store'> & { watch?: number; json?: true }) =>
      doing(async () => {
        const { json, ...rest } = flags;
        const { statusCommand } = await import('../campaign/status-command');
        await statusCommand({ ...rest, ...(id ? { campaign: id } : {}), ...(json ? { json: '-' } : {}) });
      }),
    );
  onServer('cancel', 'take what waits of a campaign from the queue').action(
    (id: string | undefined, flags: Omit<Place, 'store'>) =>
      doing(async () =>
        (await import('../campaign/status-command')).cancelCommand({
          ...flags,
          ...(id ? { campaign: id } : {}),
        }),
      ),
  );
  addServer(command('dashboard', 'serve bull-board, to look at the jobs of the queue'))
    .option('--port <n>', 'of the dashboard', positive, 3000)
    .option('--host <address>', 'where it listens; it asks for no password', '127.0.0.1')
    .action((flags: Omit<Place, 'store'> & { port: number; host: string }) =>
      doing(async () => (await import('../campaign/status-command')).dashboardCommand(flags)),
    );
  addCollect(campaign, front, found);
}
