/** What several workers of a page must do, each with a backend of its own: certify and evaluate as the page does alone. */
// @boundaries-ignore installed by check.mjs
import { apply } from '@ibp/layers';
// @boundaries-ignore installed by check.mjs
import { small } from '@ibp/models';
// @boundaries-ignore installed by check.mjs
import { certify, inWorkers, summarize } from '@ibp/verify';
import * as tf from '@tensorflow/tfjs-core';
import { check, report } from './outcome.js';
import { stages } from './stages.js';

const [count, size] = [24, 8];

/** Asks workers of the page. */
function workersOf(number) {
  const all = Array.from({ length: number }, () => new Worker('/stage-worker.js', { type: 'module' }));
  const asked = all.map(() => 0);
  return {
    count: number,
    asked,
    ask: (index, task) =>
      new Promise((resolve, reject) => {
        const id = asked[index]++;
        const heard = ({ data }) => {
          if (data.id !== id) return;
          all[index].removeEventListener('message', heard);
          if ('reply' in data) resolve(data.reply);
          else reject(new Error(data.error));
        };
        all[index].addEventListener('message', heard);
        all[index].postMessage({ id, task });
      }),
    close: () => {
      for (const one of all) one.terminate();
    },
  };
}

async function certified(network, own, more) {
  const x = tf.randomUniform([count, 16, 16, 1], 0, 1, 'float32', 3);
  const labels = tf.tidy(() => [...tf.argMax(apply(network, x), 1).dataSync()]);
  labels[1] = (labels[1] + 1) % 4;
  const batches = Array.from({ length: count / size }, (_, i) => ({
    x: tf.slice(x, i * size, size),
    labels: labels.slice(i * size, (i + 1) * size),
  }));
  x.dispose();
  const all = [];
  for await (const one of certify(network, batches, { epsilon: 0.004, stages: own, ...more })) all.push(one);
  all.sort((a, b) => a.index - b.index);
  return { cases: all.map(({ seconds, ...rest }) => rest), summary: summarize(all) };
}

async function main() {
  const own = await stages();
  const network = small({ inputShape: [16, 16, 1], classes: 4, seed: 1 });
  const alone = await certified(network, own);
  const workers = workersOf(2);
  const both = { concurrency: 2, batchConcurrency: 2 };
  const shared = await certified(network, inWorkers(own, workers), both);
  check(
    JSON.stringify(shared.cases) === JSON.stringify(alone.cases),
    'two workers of a page find what the page finds alone',
  );
  check(
    workers.asked.every((asked) => asked > 1),
    `both have been asked (${workers.asked.join(' and ')} times)`,
  );
  const { verified, falsified, unknown, error, verifiedError } = shared.summary;
  check(
    verified > 0 && falsified > 0,
    `of ${count} images ${verified} verified, ${falsified} falsified, ${unknown} open; errors ${error} and ${verifiedError}`,
  );
  workers.close();
}

report(main());
