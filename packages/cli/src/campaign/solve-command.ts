import { selectBackend } from '@ibp/backend';
import { keepQuiet } from '../notes';
import { trainForQueue } from '../sweep/train-for-queue';
import { loadCluster, software } from './load-cluster';
import { campaignSolve } from './solve';
import { verifyProperties } from './verify-properties';
import type { WorkerSettings } from './worker-command';

/** Options of `solveCommand`. */
export type SolveSettings = Pick<WorkerSettings, 'store' | 'backend' | 'dataDir' | 'work'> & {
  readonly name: string;
};

/** What the processes of a worker run. */
export async function solveCommand({
  store: where,
  name,
  backend,
  dataDir,
  work,
}: SolveSettings): Promise<void> {
  keepQuiet(true); // the worker speaks for its processes
  const cluster = await loadCluster();
  await selectBackend({ log: () => undefined, ...(backend ? { prefer: backend } : {}) });
  const store = await cluster.openStore(where);
  await cluster.serveWork(store, {
    ...{ solve: await campaignSolve(), worker: name, software: software() },
    verify: verifyProperties,
    train: trainForQueue({ ...(backend ? { backend } : {}), ...(dataDir ? { dataDir } : {}) }),
    ...(work ? { folder: work } : {}),
  });
}
