/**
 * A worker in a process of its own: `testing-process.ts`, which at its third question is killed by `killed`, and never answers by
 * `hangs`.
 */
import { selectBackend } from '@ibp/backend';
import { serveSearches } from './serve-searches';

const how = process.argv[2];

async function serve() {
  await selectBackend({ log: () => undefined });
  let asked = 0;
  // not before all that is sent has a listener
  process.on('message', () => {
    asked += 1;
    if (asked < 3) return;
    if (how === 'killed') process.kill(process.pid, 'SIGKILL');
    while (how === 'hangs');
  });
  await serveSearches();
}
void serve();
