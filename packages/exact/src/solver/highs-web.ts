import { type Answer, highsRequest, highsResult, type Request } from './highs-request';
import { limiter } from './limiter';
import type { Solver } from './solver';
import type { Outcome } from './thread-pool';

/** What is used of a `Worker` of browsers. */
export type SolverWorker = {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', hear: (event: { data: never }) => void): void;
  addEventListener(type: 'error', hear: (event: { message: string }) => void): void;
  terminate(): void;
};

/** Options of `highsWeb`. */
export type HighsWebOptions = {
  /** Starts a worker that calls {@link answerProblems}: `() => new Worker(address, { type: 'module' })`. */
  readonly start: () => SolverWorker;
  /** Seconds after its time limit that a solve which has not ended by itself is stopped (default 10). */
  readonly grace?: number;
};

/**
 * {@link https://highs.dev HiGHS} compiled to WebAssembly in a browser: as `highsWasm` of `@ibp/exact/highs` is in Node. One problem is
 * solved at a time, in a worker that is kept for the next; one that is aborted, does not keep its time or dies is ended with its
 * worker, and is a result (`timeLimit`, `failed`) of that one problem.
 */
export function highsWeb({ start, grace = 10 }: HighsWebOptions): Solver {
  const inTurn = limiter(1);
  let kept: SolverWorker | undefined;
  let closed = false;
  let stop: (() => void) | undefined;

  const run = (request: Request, seconds: number, signal?: AbortSignal): Promise<Outcome<Answer>> => {
    if (closed || signal?.aborted) return Promise.resolve({ stopped: 'abort' });
    const worker = kept ?? start();
    kept = undefined;
    return new Promise((resolve) => {
      let ended = false;
      const end = (outcome: Outcome<Answer>): void => {
        if (ended) return;
        ended = true;
        clearTimeout(timer);
        signal?.removeEventListener('abort', aborted);
        stop = undefined;
        if ('answer' in outcome && !outcome.answer.retire) kept = worker;
        else worker.terminate();
        resolve(outcome);
      };
      const aborted = (): void => end({ stopped: 'abort' });
      const timer = setTimeout(() => end({ stopped: 'time' }), Math.min(seconds * 1e3, 2 ** 31 - 1));
      stop = aborted;
      signal?.addEventListener('abort', aborted);
      // those of earlier problems hear it too, and have ended
      worker.addEventListener('message', ({ data }) => end({ answer: data as Answer }));
      worker.addEventListener('error', ({ message }) => end({ died: message || 'it could not start' }));
      worker.postMessage(request);
    });
  };

  return {
    name: 'HiGHS (WebAssembly)',
    solve: async (problem, options) => {
      const request = highsRequest(problem, options);
      return inTurn(async () => {
        const started = performance.now();
        const outcome = await run(request, options.timeLimit + grace, options.signal);
        return highsResult({ ...outcome, seconds: (performance.now() - started) / 1e3 });
      });
    },
    close: async () => {
      closed = true;
      stop?.();
      kept?.terminate();
      kept = undefined;
    },
  };
}
