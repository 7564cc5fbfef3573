/** Says why to end, if there is reason to; lets timers and signals in now and then. */
export function clockOf(budget: number, signal: AbortSignal | undefined): () => Promise<string | undefined> {
  const start = performance.now();
  let last = start;
  return async () => {
    if (performance.now() - last > 50) {
      await new Promise((resolve) => setTimeout(resolve));
      last = performance.now();
    }
    if (signal?.aborted) return 'aborted';
    return performance.now() - start > 1000 * budget ? 'out of time' : undefined;
  };
}
