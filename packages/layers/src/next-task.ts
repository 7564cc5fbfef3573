/**
 * Lets the event loop turn. wasm and cpu compute synchronously and promises alone do not let it: a loop of steps
 * would hold back signals, timers, and a page's repaint and clicks until its end. In a page a message, since timers and
 * animation frames are slowed down in hidden tabs; in Node, where two ports a step are work for the collector, what comes after
 * one turn by itself.
 */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === 'function') {
      setImmediate(resolve);
      return;
    }
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
