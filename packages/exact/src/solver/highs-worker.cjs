// What a solver thread runs: one problem after the other in a HiGHS module of its own. Plain CommonJS, so that the
// same file serves the sources (jest, tsx) and, copied, the built package.
const { readFileSync } = require('node:fs');
const { parentPort } = require('node:worker_threads');

const running = import('./highs-run.mjs').then(({ answering, loadHighs }) => {
  const load = () => {
    const binary = readFileSync(require.resolve('highs/runtime'));
    return loadHighs(require('highs'), (imports) => WebAssembly.instantiate(binary, imports));
  };
  return answering(load, cpu);
});

/** Seconds of processor time of this thread, where Linux tells. */
function cpu() {
  try {
    return Number(readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ')[0]) / 1e9;
  } catch {
    return undefined;
  }
}

parentPort.on('message', async (request) => {
  const answer = await running;
  parentPort.postMessage(await answer(request));
});
