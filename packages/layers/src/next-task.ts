/**
 * Lets the event loop turn. wasm and cpu compute synchronously and promises alone do not let it: a loop of steps
 * would hold back signals, timers, and a page's repaint and clicks until its end. A message, since timers and
 * animation frames are slowed down in hidden tabs.
 */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
