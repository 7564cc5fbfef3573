import { versionOf } from '../versions';

/** @throws where `@ibp/cluster` is not installed: only campaigns need it. */
export async function loadCluster(): Promise<typeof import('@ibp/cluster')> {
  try {
    return await import('@ibp/cluster');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new Error('campaign: expected @ibp/cluster to be installed, got none: npm install @ibp/cluster');
  }
}

/** What a campaign's results are to come from. */
export const software = (): string => versionOf('@ibp/cli') ?? 'unknown';
