/** A worker of the tests, and the processes that work for it: what is killed, stopped and lied to. */

import { openQueue } from '../queue/jobs';
import { connectServer } from '../queue/server';
import { startWorker } from '../queue/worker';
import { folderStore } from '../store/folder';
import { childProcess } from '../work/child';
import { serveWork } from '../work/serve';
import { software } from './campaign';
import { solveTiny } from './solve';
import { useCpu } from './use-cpu';

const [, , kind, name, folder, url] = process.argv as string[];

async function main(): Promise<void> {
  if (kind === 'child') {
    await useCpu();
    await serveWork(folderStore(folder!), { solve: solveTiny, worker: name!, software });
  }
  const log = (line: string) => console.error(line);
  const server = await connectServer({ url: url!, log });
  const queue = openQueue(server);
  const child = () => childProcess({ path: process.argv[1]!, args: ['child', name!, folder!] });
  const { stop, ended } = startWorker(server, queue, { name: name!, child, lock: 1, log });
  process.on('SIGTERM', () => void stop(0.2));
  const reason = await ended;
  await queue.close();
  await server.close();
  process.exit(reason ? 2 : 0);
}

void main();
