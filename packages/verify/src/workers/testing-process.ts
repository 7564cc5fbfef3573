/** Asks a process of its own kind, and is killed while that one is at work. */
import { existsSync, writeFileSync } from 'node:fs';
import { askedProcess } from './asked-process';
import { serveTasks } from './serve-tasks';

const [mark] = process.argv.slice(2) as [string];

/** Hears of nothing while it computes, as a bound does. */
async function busy(): Promise<string> {
  writeFileSync(mark, '');
  for (const start = Date.now(); Date.now() - start < 1000; );
  return 'done';
}

if (process.send) void serveTasks(busy, { method: 'serveTasks', by: 'this test' });
else {
  void askedProcess({ path: process.argv[1]!, args: [mark], execArgv: [] }).ask('work', 60);
  setInterval(() => existsSync(mark) && process.kill(process.pid, 'SIGKILL'), 10);
}
