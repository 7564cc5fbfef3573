import type { CertifySummary } from '@ibp/verify';
import type { Configuration } from '../configuration';
import type { Settings } from '../settings';
import { certifyCommand } from './command';
import type { CertifySettings } from './flags';

/**
 * Puts the journals of shards together, with the report and the certificate that one machine would have written, and checks the
 * certificate: the exit code is 1 where that rejects anything.
 *
 * @throws as `mergeShards`.
 */
export async function collectShards(
  configuration: Configuration,
  settings: Settings,
  options: CertifySettings & { readonly shards: number },
): Promise<CertifySummary> {
  if (options.shard) throw new Error('campaign collect: expected --shards alone, got --shard beside it');
  return certifyCommand(configuration, settings, options);
}
