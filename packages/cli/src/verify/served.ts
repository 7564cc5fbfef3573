import { selectBackend } from '@ibp/backend';
import type { Verification } from './answer';
import { resultText } from './result-text';
import { type Task, verifyFiles } from './verify-files';

/** What a worker sends for a task. */
export type Served = { readonly verification: Verification; readonly text: string };

/**
 * Works for a benchmark, in a process of its own: verifies what it is sent, one after the other, until who began it ends.
 */
export async function serve(backend: string | undefined): Promise<void> {
  const { send } = process;
  if (!send)
    throw new Error('--serve: expected to be begun by "verify --instances", got a process of its own');
  await selectBackend({ log: () => undefined, ...(backend ? { prefer: backend } : {}) });
  await new Promise<never>(() => {
    // also in the middle of a task, which nobody waits for any more
    process.on('disconnect', () => process.exit());
    process.on('message', (task: Task) => {
      void verifyFiles(task).then(({ query, verification }) => {
        const served: Served = { verification, text: resultText(query, verification) };
        // who asked may be gone, and this process not know it yet
        if (process.connected) process.send!(served, (error: Error | null) => error && process.exit());
      });
    });
    process.send!('ready');
  });
}
