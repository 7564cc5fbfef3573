import { equal } from './equal.mjs';

/** What packages do that hold data, files and figures, and commands. */
export const aroundNetworks = {
  data: async (load) => {
    const { fromArrays, trainingBatch } = await load('@ibp/data');
    const dataset = fromArrays({
      name: 'two',
      images: Uint8Array.from([0, 255]),
      labels: Uint8Array.from([0, 1]),
      shape: [1],
      classes: 2,
    });
    const { x } = trainingBatch(dataset, 0, { batchSize: 2, seed: 1 });
    equal([...x.dataSync()].sort(), [0, 1]);
    const { batchThread, mnist } = await load('@ibp/data/node');
    equal(typeof mnist, 'function');
    const thread = batchThread(dataset, { batchSize: 2, seed: 1 });
    equal([...(await thread.batch(0)).x.dataSync()], [...x.dataSync()]);
    await thread.close();
  },
  files: async (load) => {
    const { appendWhole, lock, writeWhole } = await load('@ibp/files');
    const release = await lock('new/a.txt');
    await writeWhole('new/a.txt', 'whole');
    await appendWhole('new/a.txt', ' and more');
    await release();
    const { readdirSync, readFileSync } = await import('node:fs');
    equal([readdirSync('new'), readFileSync('new/a.txt', 'utf8')], [['a.txt'], 'whole and more']);
  },
  charts: async (load) => {
    const { lineChart } = await load('@ibp/charts');
    const points = [
      [0, 1],
      [1, 0.5],
    ];
    const svg = await lineChart({
      title: 'errors',
      x: { label: 'step' },
      y: { label: 'error' },
      series: [{ name: 'test', points }],
    });
    equal([svg.startsWith('<svg'), svg.includes('errors')], [true, true]);
  },
  report: async (load) => {
    const { renderReport } = await load('@ibp/report');
    const page = renderReport({ title: '<b>', certification: { epsilon: 0.1 } });
    equal([page.startsWith('<!doctype html>'), page.includes('<h1>&lt;b></h1>')], [true, true]);
    equal(typeof (await load('@ibp/report/components')).ReportView, 'function');
  },
  matchers: async (load) => {
    await load('@ibp/backend/wasm');
    const { toBeCertified } = await load('@ibp/matchers');
    const { dense, disposeNetwork, network, relu, sequential } = await load('@ibp/layers');
    const net = network([2], sequential(dense(16), relu(), dense(3)), { seed: 8 });
    const { pass } = await toBeCertified(net, { data: { x: [[0.9, 0.1]], labels: [2] }, epsilon: 0.05 });
    equal(pass, true);
    disposeNetwork(net);
  },
  cluster: async (load) => {
    const { folderStore, getFile, parseCampaign, putFile } = await load('@ibp/cluster');
    const store = folderStore('store');
    const hash = await putFile(store, 'kept');
    equal(new TextDecoder().decode(await getFile(store, hash, 'a file')), 'kept');
    try {
      parseCampaign({ format: 'ibp-campaign', version: 2 });
    } catch ({ message }) {
      equal(message, 'campaign: expected one of version 1, got version 2');
    }
  },
  cli: async (load) => {
    const { boundsMethods, mnistConfiguration } = await load('@ibp/cli');
    equal(Object.keys(mnistConfiguration.recipes), ['quick', 'paper']);
    equal('crown' in boundsMethods, true);
  },
};
