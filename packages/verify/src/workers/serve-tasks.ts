import { fail } from '@ibp/core';

/** What a process is sent: a task, or that the one of this number may end. */
export type Told<Task> = { readonly id: number; readonly task: Task | 'stop' };

/** What it answers, and what it has computed since it began, in seconds of processor time. */
export type Heard<Reply> = { readonly id: number; readonly processorSeconds: number } & (
  | { readonly reply: Reply }
  | { readonly error: string }
);

/**
 * Answers what the process is asked that began this one, on the backend that tensorflow.js has here, until that one ends.
 *
 * @throws in a process that nobody began.
 */
export async function serveTasks<Task, Reply>(
  answer: (task: Task, signal: AbortSignal) => Promise<Reply>,
  { method, by }: { readonly method: string; readonly by: string },
): Promise<never> {
  if (!process.send) return fail(method, `expected to be begun by ${by}, got a process of its own`);
  const stops = new Map<number, AbortController>();
  const say = (heard: { readonly id: number } & ({ readonly reply: Reply } | { readonly error: string })) => {
    const { user, system } = process.cpuUsage();
    const told: Heard<Reply> = { ...heard, processorSeconds: (user + system) / 1e6 };
    // who asked may be gone, and this process not know it yet
    if (process.connected) process.send!(told, (error: Error | null) => error && process.exit());
  };
  process.on('disconnect', () => process.exit());
  process.on('message', ({ id, task }: Told<Task>) => {
    if (task === 'stop') {
      stops.get(id)?.abort();
      return;
    }
    const stop = new AbortController();
    stops.set(id, stop);
    answer(task, stop.signal)
      .then(
        (reply) => say({ id, reply }),
        ({ message }: Error) => say({ id, error: message }),
      )
      .finally(() => stops.delete(id));
  });
  // a terminal sends it to all processes: who began this one says when it is time
  process.on('SIGINT', () => undefined);
  return new Promise<never>(() => undefined);
}
