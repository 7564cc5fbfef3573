/** A process that searches for `workers.ts`; it says what it took of a processor when a search ends. */
import { selectBackend } from '@ibp/backend';
import { serveSearches } from '@ibp/verify/node';

await selectBackend({ log: () => undefined });
let start: NodeJS.CpuUsage | undefined;
process.on('message', ({ task }: { task: { kind?: string } }) => {
  if (task.kind === 'begin') start = process.cpuUsage();
  if (task.kind !== 'end' || !start) return;
  const { user, system } = process.cpuUsage(start);
  console.error(`  another process: ${((user + system) / 1e6).toFixed(1)} s of a processor`);
});
await serveSearches();
