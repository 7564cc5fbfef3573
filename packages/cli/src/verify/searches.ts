import { selectBackend } from '@ibp/backend';
import { searchProcesses, serveSearches } from '@ibp/verify/node';
import type { VerifySettings } from './settings';
import { thisCommand } from './worker';

/** Processes that search beside this one, as many as make `--workers` with it. */
export function startSearches({ workers = 1, backend }: VerifySettings, entry = thisCommand()) {
  if (workers <= 1) return undefined;
  const args = ['verify', '--serve-searches', ...(backend ? ['--backend', backend] : [])];
  return searchProcesses({ ...entry, args, count: workers - 1 });
}

/** Works for `verify --workers`, in a process of its own, until who began it ends. */
export async function serveSearching(backend: string | undefined): Promise<void> {
  await selectBackend({ log: () => undefined, ...(backend ? { prefer: backend } : {}) });
  await serveSearches();
}
