import { type Command, InvalidArgumentError } from 'commander';
import {
  addMethod,
  addOptionalPlace,
  addPlace,
  addServer,
  addStore,
  type CollectSettings,
  type Place,
} from '../campaign/settings';
import type { SolveSettings } from '../campaign/solve-command';
import type { SubmitSettings } from '../campaign/submit-command';
import type { WorkerSettings } from '../campaign/worker-command';
import {
  addArithmetic,
  addCertifyFlags,
  addNodes,
  type CertifySettings,
  certifySettingsOf,
} from '../certification/flags';
import { shardCount } from '../certification/shard';
import type { Front } from '../front/front';
import { ballRadius, positive, positiveNumber, threads, whole } from '../numbers';
import { epsilonOption, path } from '../options';
import { addRunSettings, type Flags, settingsOf } from '../settings';
import { alone } from './alone';
import type { FoundOther } from './other';

const chunk = (text: string): number => {
  const count = positive(text);
  if (count > 1000) throw new InvalidArgumentError('Expected at most 1000 cases in a job.');
  return count;
};
const radii = (text: string, before: readonly number[] = []): readonly number[] => [
  ...before,
  ballRadius(text),
];

/** Certification on many machines: its parts by hand, or by a queue. */
export function addCampaign(program: Command, front: Front, found: FoundOther): void {
  const campaign = program
    .command('campaign')
    .description('certify on many machines, by a queue or in shards, and put together what they found');
  const command = (name: string, description: string) => campaign.command(name).description(description);
  const doing = (perform: () => Promise<unknown>) =>
    alone(found, 'campaign', async () => void (await perform()));

  const submit = command('submit', 'put the cases of a network and its test images on the queue')
    .option('--name <text>', 'what the campaign is called', 'campaign')
    .option('--epsilons <radii...>', 'several radii in place of --epsilon', radii)
    .option(
      '--instances <file>',
      'in place of a network and images: a benchmark, lines of ONNX network and VNN-LIB file',
      path,
    )
    .option(
      '--chunk <n>',
      'cases in a job; those that need long get one each (default: by the time that some take here)',
      chunk,
    );
  addRunSettings(addMethod(addPlace(submit).addOption(epsilonOption())), front).action(
    (network: string | undefined, flags: Flags & SubmitSettings & { readonly instances?: string }) => {
      const { instances } = flags;
      if (instances !== undefined) {
        if (network !== undefined) submit.error('error: --instances: expected no network beside it, got one');
        const { backend, json, redis, redisCa, store, name, nodes, budget, arithmetic = 'real' } = flags;
        if (arithmetic !== 'real')
          submit.error(`error: --instances: expected real numbers, got ${arithmetic}`);
        return alone(found, 'campaign', async () => {
          const { submitProperties } = await import('../campaign/submit-properties');
          await submitProperties({
            ...{ redis, store, instances, name, nodes, budget },
            ...(redisCa ? { redisCa } : {}),
            ...(flags.chunk === undefined ? {} : { chunk: flags.chunk }),
            ...(backend ? { backend } : {}),
            ...(json === undefined ? {} : { json: json === true ? '-' : json }),
          });
        });
      }
      const { configuration, settings } = settingsOf(front, flags, { network });
      // branch and bound unless asked otherwise: a MIP leaves no proof
      const complete =
        submit.getOptionValueSource('complete') === 'default'
          ? (['branch-and-bound'] as const)
          : flags.complete;
      const perform = async () => {
        const { submitCommand } = await import('../campaign/submit-command');
        await submitCommand(configuration, settings, { ...flags, complete });
      };
      found({ configuration, invocation: { command: 'other', name: 'campaign', perform } });
    },
  );

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

type CollectFlags = Flags &
  CertifySettings &
  Omit<CollectSettings, 'json' | 'out'> & { readonly shards?: number };

function addCollect(campaign: Command, front: Front, found: FoundOther): void {
  const collect = campaign
    .command('collect')
    .description('put what machines found together, with reports and certificates, and check it')
    .option(
      '--shards <n>',
      'the journals of "certify --shard" of a network, so many; else the results of a queue',
      shardCount,
    )
    .option('--campaign <id>', 'of a queue: its id, or how that begins')
    .option(
      '--recheck <n>',
      'of a queue: results without a proof that are settled again for each worker',
      whole,
      3,
    );
  const withPlace = addOptionalPlace(collect);
  const flagged = addNodes(addArithmetic(addCertifyFlags(withPlace.addOption(epsilonOption()))));
  addRunSettings(flagged, front).action((network: string | undefined, flags: CollectFlags) => {
    const { shards, redis = process.env.IBP_REDIS_URL, store = process.env.IBP_STORE } = flags;
    if (shards === undefined) {
      if (collect.getOptionValueSource('arithmetic') === 'cli') {
        collect.error('error: --arithmetic: expected --shards beside it, got a queue, which knows its own');
      }
      if (!redis || !store) collect.error('error: expected --shards, or --redis and --store, got none');
      return alone(found, 'campaign', async () => {
        const { collectCommand } = await import('../campaign/collect-command');
        const json = flags.json === true ? '-' : flags.json;
        const { campaign: id, recheck, redisCa, backend, out = 'runs/campaign' } = flags;
        await collectCommand({
          ...{ redis: redis!, store: store!, recheck, out },
          ...(id ? { campaign: id } : {}),
          ...(redisCa ? { redisCa } : {}),
          ...(backend ? { backend } : {}),
          ...(json === undefined ? {} : { json }),
        });
      });
    }
    const { configuration, settings } = settingsOf(front, flags, { network });
    const perform = async () => {
      const { collectShards } = await import('../certification/collect-shards');
      await collectShards(configuration, settings, { ...certifySettingsOf(flags), shards });
    };
    found({ configuration, invocation: { command: 'other', name: 'campaign', perform } });
  });
}
