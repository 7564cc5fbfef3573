/** What a task may use while it runs in a worker. */
export type TaskContext = {
  /** Aborts where the page wants no answer any more. */
  readonly signal: AbortSignal;
  /** Tells the page something before the end. */
  readonly tell: (event: unknown) => void;
};

/** Functions that a worker runs for a page, by name; arguments and answers are copied. */
export type Tasks = {
  // biome-ignore lint/suspicious/noExplicitAny: each has arguments of its own
  readonly [name: string]: (input: any, context: TaskContext) => unknown;
};

/** From the page: a task to run, or the number of one that nobody waits for any more. */
export type Request =
  | { readonly id: number; readonly task: string; readonly input: unknown }
  | { readonly id: number; readonly abort: true };

/** From the worker, about the task of that number. */
export type Reply =
  | { readonly id: number; readonly event: unknown }
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: string };
