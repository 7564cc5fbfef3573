import type { Command } from 'commander';
import { addOptionalPlace, type CollectSettings } from '../campaign/settings';
import type { AsTyped } from '../certification/complete';
import {
  addArithmetic,
  addCertifyFlags,
  addNodes,
  addNoProofs,
  type CertifySettings,
} from '../certification/flags';
import { certifySettingsOf } from '../certification/settings-of';
import { shardCount } from '../certification/shard';
import type { Front } from '../front/front';
import { whole } from '../numbers';
import { epsilonOption } from '../options';
import { addRunSettings, type Flags, settingsOf } from '../settings';
import { alone } from './alone';
import type { FoundOther } from './other';

type CollectFlags = Flags &
  AsTyped<CertifySettings> &
  Omit<CollectSettings, 'json' | 'out'> & { readonly shards?: number };

/** What machines found, put together. */
export function addCollect(campaign: Command, front: Front, found: FoundOther): void {
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
  const flagged = addNoProofs(addNodes(addArithmetic(addCertifyFlags(withPlace.addOption(epsilonOption())))));
  addRunSettings(flagged, front).action((network: string | undefined, flags: CollectFlags) => {
    const { shards, redis = process.env.IBP_REDIS_URL, store = process.env.IBP_STORE } = flags;
    if (shards === undefined) {
      if (collect.getOptionValueSource('arithmetic') === 'cli') {
        collect.error('error: --arithmetic: expected --shards beside it, got a queue, which knows its own');
      }
      if (flags.proofs === false) {
        collect.error('error: --no-proofs: expected --shards beside it, got a queue, which has proofs made');
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
