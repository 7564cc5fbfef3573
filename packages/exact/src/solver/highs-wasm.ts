import { fileURLToPath } from 'node:url';
import { type Answer, highsRequest, highsResult, type Request } from './highs-request';
import type { Solver } from './solver';
import { threadPool } from './thread-pool';

/** Options of `highsWasm`. */
export type HighsWasmOptions = {
  /** How many problems are solved at a time, each in a thread (default 1). */
  readonly threads?: number;
  /** Seconds after its time limit that a solve which has not ended by itself is stopped (default 10). */
  readonly grace?: number;
  /** MiB of JavaScript heap of a thread (WebAssembly's memory is apart); Node's own limit unless given. */
  readonly heap?: number;
};

// beside this file in the sources, and beside the chunk that holds this in the built package
const worker = fileURLToPath(new URL('./highs-worker.cjs', import.meta.url));

/**
 * HiGHS (https://highs.dev) compiled to WebAssembly, from npm's `highs`: needs no installation. Every solve runs in a
 * thread, which is reused; one that is aborted, does not keep its time or dies is a result (`timeLimit`, `failed`) of
 * that one problem. Memory of one problem is at most 2 GiB: some 5 million terms fit, 20 million did not.
 */
export function highsWasm({ threads = 1, grace = 10, heap }: HighsWasmOptions = {}): Solver {
  const pool = threadPool<Request, Answer>(worker, { threads, ...(heap !== undefined && { heap }) });
  return {
    name: 'HiGHS (WebAssembly)',
    solve: async (problem, options) => {
      const request = highsRequest(problem, options);
      return highsResult(await pool.run(request, options.timeLimit + grace, options.signal));
    },
    close: pool.close,
  };
}
