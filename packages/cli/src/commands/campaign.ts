import type { Command } from 'commander';
import { addCertifyFlags, type CertifySettings, certifySettingsOf } from '../certification/flags';
import { shardCount } from '../certification/shard';
import type { Front } from '../front/front';
import { epsilonOption } from '../options';
import { addRunSettings, type Flags, settingsOf } from '../settings';
import type { FoundOther } from './other';

/** Certification on many machines: its parts by hand, or by a queue. */
export function addCampaign(program: Command, front: Front, found: FoundOther): void {
  const campaign = program
    .command('campaign')
    .description('certify on many machines, and put together what they found');
  const collect = campaign
    .command('collect')
    .description(
      'put the journals of "certify --shard" together, with a report and a certificate, and check it',
    )
    .requiredOption('--shards <n>', 'how many there are', shardCount);
  addRunSettings(addCertifyFlags(collect.addOption(epsilonOption())), front).action(
    (network: string | undefined, flags: Flags & CertifySettings & { readonly shards: number }) => {
      const { configuration, settings } = settingsOf(front, flags, { network });
      const perform = async () => {
        const { collectShards } = await import('../certification/collect-shards');
        await collectShards(configuration, settings, { ...certifySettingsOf(flags), shards: flags.shards });
      };
      found({ configuration, invocation: { command: 'other', name: 'campaign', perform } });
    },
  );
}
