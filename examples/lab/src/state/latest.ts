/** Thrown, or given as a reason, where an answer is not wanted any more. */
export const isAbort = (error: unknown): boolean =>
  error instanceof DOMException && error.name === 'AbortError';

/**
 * Runs one question at a time, and of those that come meanwhile the last one alone: what a slider needs, whose every move is a
 * question. `stop` ends what is running.
 */
export function latest<T>(ask: (input: T, signal: AbortSignal) => Promise<void>) {
  let controller: AbortController | undefined;
  let next: { input: T } | undefined;
  const run = async (input: T) => {
    controller = new AbortController();
    try {
      await ask(input, controller.signal);
    } catch (error) {
      if (!isAbort(error)) throw error;
    } finally {
      controller = undefined;
      const waiting = next;
      next = undefined;
      if (waiting) void run(waiting.input);
    }
  };
  return {
    /** Whether what is running has been overtaken by another question. */
    isOvertaken: () => next !== undefined,
    ask: (input: T) => {
      if (controller) next = { input };
      else void run(input);
    },
    stop: () => {
      next = undefined;
      controller?.abort();
    },
  };
}
