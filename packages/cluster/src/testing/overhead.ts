/** What the queue itself costs: cases a second, and memory of the server, of cases that need no work. `npm run overhead`. */
import { redisServer } from 'ibp-tools/redis';
import { campaignText } from '../campaign/campaign';
import { encodeInputs } from '../campaign/inputs';
import { loadCampaign } from '../campaign/load';
import { isTrial, openQueue } from '../queue/jobs';
import { progressOf } from '../queue/ledger';
import { connectServer } from '../queue/server';
import { submitCampaign } from '../queue/submit';
import { startWorker } from '../queue/worker';
import { putFile } from '../store/content';
import type { Store } from '../store/store';
import type { Child } from '../work/child';

const cases = Number(process.argv[2] ?? 100_000);
const chunk = Number(process.argv[3] ?? 50);

/** In memory: what is measured is the queue. */
function memoryStore(): Store {
  const files = new Map<string, Uint8Array>();
  return {
    where: 'memory',
    read: async (kind, hash) => files.get(`${kind}/${hash}`),
    write: async (kind, hash, bytes) => void files.set(`${kind}/${hash}`, bytes),
    has: async (kind, hash) => files.has(`${kind}/${hash}`),
    remove: async (kind, hash) => void files.delete(`${kind}/${hash}`),
  };
}

const empty: Child = {
  close: () => undefined,
  work: async (data, onSettled) => {
    for (const number of isTrial(data) ? [] : data.numbers) onSettled({ number, status: 'verified' });
  },
};

async function main(): Promise<void> {
  const redis = await redisServer();
  const server = await connectServer({ url: redis.url });
  const queue = openQueue(server);
  const store = memoryStore();
  const x = Float32Array.from({ length: cases }, (_, i) => i / cases);
  const labels = Array.from(x, () => 0);
  const inputs = await putFile(store, encodeInputs({ shape: [1], x, labels, classes: 2, range: [0, 1] }));
  const { text } = campaignText({
    ...{ format: 'ibp-campaign', version: 1, name: 'empty', software: '0.0.0', networks: ['0'.repeat(64)] },
    ...{ inputs, count: cases, epsilons: [0.1] },
    method: {
      ...{ mode: 'float32', pgdSteps: 1, pgdRestarts: 1, autoPgd: false, complete: [], nodes: 1 },
      ...{ seconds: 1, seed: 0, elision: true },
    },
  });
  const loaded = await loadCampaign(store, await putFile(store, text));
  const before = redis.memory();
  const start = performance.now();
  await submitCampaign(server, queue, store, loaded, { chunk });
  const submitted = (performance.now() - start) / 1000;
  const full = redis.memory();
  const began = performance.now();
  const worker = startWorker(server, queue, { name: 'empty', child: () => empty, processes: 8 });
  while ((await progressOf(server, loaded.id))!.done < cases) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const worked = (performance.now() - began) / 1000;
  const after = redis.memory();
  const bytes = (count: number) => `${(count / 2 ** 20).toFixed(1)} MiB`;
  console.log(
    `${cases} cases in jobs of ${chunk}: queued in ${submitted.toFixed(1)} s (${Math.round(cases / submitted)} a second), ` +
      `done in ${worked.toFixed(1)} s (${Math.round(cases / worked)} a second, ${Math.round(cases / chunk / worked)} jobs); ` +
      `server: ${bytes(before)} empty, ${bytes(full)} queued (${Math.round((full - before) / (cases / chunk))} bytes a job), ${bytes(after)} after`,
  );
  await worker.stop(0);
  await queue.close();
  await server.close();
  await redis.remove();
}

void main();
