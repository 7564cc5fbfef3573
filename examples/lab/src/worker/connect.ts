import type { Reply, Request, Tasks } from './protocol';

/** How a page asks for a task: what it hears on the way, and when it does not care any more. */
export type CallOptions = {
  readonly signal?: AbortSignal;
  // biome-ignore lint/suspicious/noExplicitAny: each task has events of its own
  readonly onEvent?: (event: any) => void;
};

/** The tasks of a worker as functions of a page. */
export type Calls<T extends Tasks> = {
  readonly [K in keyof T]: (
    input: Parameters<T[K]>[0],
    options?: CallOptions,
  ) => Promise<Awaited<ReturnType<T[K]>>>;
};

/** The whole address of a file of the page; `here` is that of the script which asks, where a worker does. */
const absolute = (address: string, here?: string) =>
  new URL(address, typeof document === 'undefined' ? here : document.baseURI).href;

/**
 * Starts a worker that may reach no more than its page: its code is loaded by a script of the page, whose content security
 * policy it then has. One that is loaded from an address has that of the server's headers alone, which a static host may lack.
 *
 * @param name what the worker finds as its own name
 */
export function startWorker(address: string, name = '', here?: string): Worker {
  const code = `import ${JSON.stringify(absolute(address, here))};`;
  const url = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
  return new Worker(url, { type: 'module', name });
}

/** Calls the tasks of a worker. What is aborted rejects at once, whatever the worker is at. */
export function connect<T extends Tasks>(worker: Worker): Calls<T> {
  let last = 0;
  const waiting = new Map<number, { readonly settle: (reply: Reply) => void }>();
  const send = (request: Request) => worker.postMessage(request);
  worker.addEventListener('message', ({ data }: MessageEvent<Reply>) => waiting.get(data.id)?.settle(data));
  worker.addEventListener('error', ({ message }) => {
    for (const [id, { settle }] of waiting) settle({ id, error: message || 'the worker could not start' });
  });

  const call = (task: string, input: unknown, { signal, onEvent }: CallOptions = {}) =>
    new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const id = last++;
      const end = () => {
        waiting.delete(id);
        signal?.removeEventListener('abort', abort);
      };
      const abort = () => {
        end();
        send({ id, abort: true });
        reject(signal!.reason);
      };
      const settle = (reply: Reply) => {
        if ('event' in reply) return onEvent?.(reply.event);
        end();
        if ('error' in reply) reject(new Error(reply.error));
        else resolve(reply.value);
      };
      signal?.addEventListener('abort', abort);
      waiting.set(id, { settle });
      send({ id, task, input });
    });
  return new Proxy({} as Calls<T>, {
    get: (_, task: string) => (input: unknown, options?: CallOptions) => call(task, input, options),
  });
}
