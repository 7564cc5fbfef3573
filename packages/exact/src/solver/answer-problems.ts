import { answering, loadHighs } from './highs-run.mjs';

/** What is used of the global scope of a worker. */
export type WorkerScope = {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', hear: (event: { data: never }) => void): void;
};

/**
 * Has a worker of a browser answer what `highsWeb` asks: one problem after the other, in a module of HiGHS that is loaded when the
 * first comes. What fails is an answer too.
 *
 * @param factory what npm's `highs` exports
 * @param address of its WebAssembly, the file `highs/runtime`
 * @param scope that of the worker that calls this, unless given
 */
export function answerProblems(
  factory: (options?: never) => Promise<object>,
  address: string,
  scope: WorkerScope = globalThis as never,
): void {
  const load = () =>
    loadHighs(factory as never, async (imports) => {
      const response = await fetch(address);
      if (!response.ok) throw new Error(`HiGHS could not be loaded: ${address} answered ${response.status}`);
      return WebAssembly.instantiate(await response.arrayBuffer(), imports);
    });
  const answer = answering(load);
  scope.addEventListener('message', async ({ data }) => scope.postMessage(await answer(data)));
}
