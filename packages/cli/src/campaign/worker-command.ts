import { hostname } from 'node:os';
import { exitCodes } from '../exit-codes';
import { note } from '../notes';
import { userPath } from '../run-folder';
import { withPlace } from './connect';
import type { Place } from './settings';

/** Options of `workerCommand`. */
export type WorkerSettings = Place & {
  readonly name?: string;
  /** Jobs at once, each in a process of its own. */
  readonly processes: number;
  /** Seconds after which others take the jobs of a worker that says nothing. */
  readonly lock: number;
  /** Seconds that jobs have to end when it is told to stop. */
  readonly grace: number;
  readonly backend?: string;
  /** Of data sets, for runs of sweeps. */
  readonly dataDir?: string;
  /** Where runs of sweeps have their folders. */
  readonly work?: string;
};

/**
 * Takes jobs until it is told to stop (SIGTERM, SIGINT), finishes or hands back what it has then, and ends with 0; with 2 where there is
 * no room for results.
 *
 * @param entry the script that its processes run; this command unless given.
 */
export async function workerCommand(settings: WorkerSettings, entry = process.argv[1]!): Promise<void> {
  const { processes, lock, grace, backend, store, dataDir, work } = settings;
  const name = settings.name ?? `${hostname()}-${process.pid}`;
  await withPlace(settings, async ({ cluster, server, queue }) => {
    const where = store.startsWith('s3://') ? store : userPath(store);
    const given = { '--store': where, '--name': name, '--backend': backend, ...pathsOf({ dataDir, work }) };
    const flags = Object.entries(given).flatMap(([flag, value]) =>
      value === undefined ? [] : [flag, value],
    );
    const args = ['campaign', 'solve', ...flags];
    const child = () => cluster.childProcess({ path: entry, args });
    const worker = cluster.startWorker(server, queue, { name, child, processes, lock, log: note });
    note(`worker ${name}: ${processes} processes, at ${server.where}`);
    const stop = () => void worker.stop(grace);
    process.once('SIGTERM', stop).once('SIGINT', stop);
    const reason = await worker.ended;
    process.off('SIGTERM', stop).off('SIGINT', stop);
    if (reason !== undefined) {
      console.error(`worker ${name}: ${reason}`);
      process.exitCode = exitCodes.notDone;
    }
  });
}

/** Paths as who typed the command meant them. */
const pathsOf = ({ dataDir, work }: { [K in 'dataDir' | 'work']: string | undefined }) => ({
  '--data-dir': dataDir === undefined ? undefined : userPath(dataDir),
  '--work': work === undefined ? undefined : userPath(work),
});
