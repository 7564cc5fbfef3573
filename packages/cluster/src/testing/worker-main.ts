/** A worker of the tests, and the processes that work for it: what is killed, stopped and short of room. */
import { selectBackend } from '@ibp/backend';
import { openQueue } from '../queue/jobs';
import { connectServer } from '../queue/server';
import { startWorker } from '../queue/worker';
import { folderStore } from '../store/folder';
import { childProcess } from '../work/child';
import { serveWork } from '../work/serve';
import { software } from './campaign';
import { solveImages } from './images';
import { solveTiny } from './solve';

const [, , kind, name, folder, url] = process.argv as string[];

async function main(): Promise<void> {
  const solve = kind!.endsWith('images') ? solveImages : solveTiny;
  if (kind!.startsWith('child')) {
    await selectBackend({ prefer: kind!.endsWith('images') ? 'wasm' : 'cpu', log: () => undefined });
    await serveWork(folderStore(folder!), { solve, worker: name!, software });
  }
  const log = (line: string) => console.error(line);
  const server = await connectServer({ url: url!, log });
  const queue = openQueue(server);
  const args = [kind!.replace('worker', 'child'), name!, folder!];
  const child = () => childProcess({ path: process.argv[1]!, args });
  const { stop, ended } = startWorker(server, queue, { name: name!, child, lock: 2, log });
  process.on('SIGTERM', () => void stop(0.2));
  const reason = await ended;
  await queue.close();
  await server.close();
  process.exit(reason ? 2 : 0);
}

void main();
