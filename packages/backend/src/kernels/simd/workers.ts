/** What a worker is given: the kernels, the memory, and where in it tasks and its own are. */
export type Work = {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly control: number;
  readonly spare: number;
};

/** Where in `control` a thread says that it failed: see kernels.wat. */
const failed = 28;

/** What a worker does: as text, since no bundler would find a file. */
const serve = `({ module, memory, control, spare }) => {
  try {
    new WebAssembly.Instance(module, { host: { memory } }).exports.serve(control, spare);
  } catch {
    Atomics.store(new Int32Array(memory.buffer), (control + ${failed}) / 4, 1);
  }
}`;

/** Starts workers that serve until they are ended by the function that comes back, or the process or page ends; they keep neither. */
export function startWorkers(works: readonly Work[]): () => void {
  const node = typeof process !== 'undefined' && process.versions?.node ? builtin() : undefined;
  if (node) {
    const code = `(${serve})(require('node:worker_threads').workerData)`;
    const workers = works.map(
      (workerData) => new node.Worker(code, { eval: true, workerData, execArgv: [] }),
    );
    for (const worker of workers) worker.unref();
    return endOf(workers);
  }
  const code = `onmessage = ({ data }) => (${serve})(data);`;
  const url = URL.createObjectURL(new Blob([code], { type: 'application/javascript' }));
  const workers = works.map(() => new Worker(url));
  for (const [i, worker] of workers.entries()) worker.postMessage(works[i]);
  return endOf(workers);
}

/** They sleep in WebAssembly, and hear of nothing there. */
const endOf = (workers: readonly { terminate(): unknown }[]) => (): void => {
  for (const worker of workers) worker.terminate();
};

/** Node's own module, asked of the process: an import of it would not go into a bundle for browsers. */
const builtin = (): typeof import('node:worker_threads') =>
  (
    process as unknown as { getBuiltinModule(id: string): typeof import('node:worker_threads') }
  ).getBuiltinModule('node:worker_threads');
