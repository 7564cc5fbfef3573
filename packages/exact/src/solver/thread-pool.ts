import { Worker } from 'node:worker_threads';
import { limiter } from './limiter';

export type ThreadPoolOptions = {
  readonly threads: number;
  /** MiB of JavaScript heap of a thread. */
  readonly heap?: number;
  /** Seconds that an idle thread waits for more work (default 10). It does not keep the process alive. */
  readonly idle?: number;
};

/** What came of a task: its answer, or why there is none. */
export type Outcome<A> =
  | { readonly answer: A }
  | { readonly stopped: 'time' | 'abort' }
  | { readonly died: string };

/** And how long it took. */
export type Timed<A> = Outcome<A> & { readonly seconds: number };

/**
 * Threads that run one task each at a time. A task that takes longer than it may is stopped by ending its thread,
 * WebAssembly or not; a thread that dies takes only its task along. An answer with `retire: true` is the last of its
 * thread. (Pools from npm end a running task as well, but make a thread that dies while loading anew for ever.)
 */
export function threadPool<Task, Answer>(file: string, { threads, heap, idle = 10 }: ThreadPoolOptions) {
  const all = new Set<Worker>();
  const free: { worker: Worker; timer: NodeJS.Timeout }[] = [];
  const inTurn = limiter(threads);
  let closed = false;

  const start = (): Worker => {
    const limits = heap === undefined ? {} : { resourceLimits: { maxOldGenerationSizeMb: heap } };
    const worker = new Worker(file, { ...limits, execArgv: [] });
    all.add(worker);
    worker.on('exit', () => {
      all.delete(worker);
      const at = free.findIndex((one) => one.worker === worker);
      if (at >= 0) clearTimeout(free.splice(at, 1)[0]!.timer);
    });
    // with a listener an error is the outcome of a task; without one it would end the process
    worker.on('error', () => undefined);
    return worker;
  };

  const take = (): Worker => {
    const one = free.pop();
    if (!one) return start();
    clearTimeout(one.timer);
    one.worker.ref();
    return one.worker;
  };

  const keep = (worker: Worker): void => {
    worker.unref();
    const timer = setTimeout(() => {
      // first, or a task could be given to a thread that is about to end
      free.splice(free.indexOf(one), 1);
      void worker.terminate();
    }, idle * 1e3).unref();
    const one = { worker, timer };
    free.push(one);
  };

  const runOne = (task: Task, seconds: number, signal?: AbortSignal): Promise<Outcome<Answer>> => {
    if (closed || signal?.aborted) return Promise.resolve({ stopped: 'abort' });
    const worker = take();
    return new Promise((resolve) => {
      const end = (outcome: Outcome<Answer>): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', aborted);
        for (const event of ['message', 'error', 'exit']) worker.off(event, on[event as keyof typeof on]);
        if ('answer' in outcome && !(outcome.answer as { retire?: boolean }).retire) keep(worker);
        else void worker.terminate();
        resolve(outcome);
      };
      const aborted = (): void => end({ stopped: 'abort' });
      const on = {
        message: (answer: Answer) => end({ answer }),
        error: (error: unknown) => end({ died: error instanceof Error ? error.message : String(error) }),
        exit: (code: number) => end({ died: `exit code ${code}` }),
      };
      const timer = setTimeout(() => end({ stopped: 'time' }), Math.min(seconds * 1e3, 2 ** 31 - 1));
      signal?.addEventListener('abort', aborted);
      for (const event of ['message', 'error', 'exit']) worker.on(event, on[event as keyof typeof on]);
      worker.postMessage(task);
    });
  };

  return {
    /** Waits for a free thread, then runs the task for at most this long. */
    run: (task: Task, limit: number, signal?: AbortSignal): Promise<Timed<Answer>> =>
      inTurn(async () => {
        const started = performance.now();
        const outcome = await runOne(task, limit, signal);
        return { ...outcome, seconds: (performance.now() - started) / 1e3 };
      }),
    /** Ends every thread and what runs in them; tasks that wait or come later are `abort`ed. */
    close: async () => {
      closed = true;
      await Promise.all([...all].map((worker) => worker.terminate()));
    },
  };
}
