/** Runs stages for workers-page.js: what it is asked comes, and what it finds goes, as messages. */
// @boundaries-ignore installed by check.mjs
import { stageWorker } from '@ibp/verify';
import { stages } from './stages.js';

const worker = stages().then(stageWorker);
globalThis.onmessage = async ({ data: { id, task } }) => {
  try {
    globalThis.postMessage({ id, reply: await (await worker)(task) });
  } catch ({ message }) {
    globalThis.postMessage({ id, error: message });
  }
};
