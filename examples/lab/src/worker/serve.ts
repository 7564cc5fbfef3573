import type { Reply, Request, Tasks } from './protocol';

/** Lets messages through that are waiting: at once, where a timer would wait for some milliseconds. */
const messagesThrough = () =>
  new Promise<void>((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });

/** Has this worker run tasks. Those that wait for something let others run; what is aborted before it began does not begin. */
export function serve(tasks: Tasks): void {
  const running = new Map<number, AbortController>();
  const reply = (message: Reply) => postMessage(message);
  addEventListener('message', async ({ data }: MessageEvent<Request>) => {
    const { id } = data;
    if ('abort' in data) return running.get(id)?.abort();
    const controller = new AbortController();
    running.set(id, controller);
    // a message that aborts it may be waiting
    await messagesThrough();
    try {
      controller.signal.throwIfAborted();
      const { signal } = controller;
      const task = tasks[data.task]!;
      reply({ id, value: await task(data.input, { signal, tell: (event) => reply({ id, event }) }) });
    } catch (error) {
      reply({ id, error: error instanceof Error ? error.message : String(error) });
    } finally {
      running.delete(id);
    }
  });
}
