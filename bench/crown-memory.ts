/**
 * What `crown()` takes of memory, for networks of three kinds: `npm run crown-memory --workspace bench`. Each runs in a process of
 * its own, so that the peak is its own: what is resident at most, and how much of it was there before.
 */
import { spawnSync } from 'node:child_process';
import { selectBackend } from '@ibp/backend';
import { classificationSpec, linfBall } from '@ibp/bounds';
import { sizeOf } from '@ibp/core';
import {
  conv2d,
  dense,
  flatten,
  ibpNormal,
  identity,
  lower,
  type Network,
  network,
  relu,
  residual,
  sequential,
} from '@ibp/layers';
import { crown } from '@ibp/relax';
import * as tf from '@tensorflow/tfjs-core';
import Table from 'cli-table3';
import { attentionNetwork } from './attention-network';

const conv = (filters: number, strides = 1) =>
  conv2d({ filters, kernelSize: 3, strides, padding: 'same', kernelInitializer: ibpNormal() });
const full = (units: number) => dense(units, { kernelInitializer: ibpNormal() });
const block = (filters: number) => residual(sequential(conv(filters), relu(), conv(filters)), identity());

const networks: { readonly [name: string]: () => Network } = {
  '1000 classes': () =>
    network(
      [32, 32, 3],
      sequential(conv(16, 2), relu(), conv(32, 2), relu(), flatten(), full(256), relu(), full(1000)),
    ),
  residual: () =>
    network(
      [32, 32, 3],
      sequential(
        conv(16, 2),
        relu(),
        block(16),
        relu(),
        block(16),
        relu(),
        conv(32, 2),
        relu(),
        flatten(),
        full(10),
      ),
    ),
  attention: () =>
    attentionNetwork({ image: [32, 3], patch: 8, width: 48, heads: 3, blocks: 2, classes: 10 }),
};

const megabytes = () => process.resourceUsage().maxRSS / 1024;

async function measure(name: string, chunk: number): Promise<void> {
  await selectBackend();
  tf.env().set('PROD', true);
  const net = networks[name]!();
  const units = net.nodes.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  const classes = net.nodes.at(-1)!.shape[0]!;
  const box = linfBall(tf.randomUniform([1, ...net.inputShape], 0, 1, 'float32', 1), 1 / 2550);
  const before = megabytes();
  const start = performance.now();
  const margins = tf.tidy(() =>
    crown({ chunk })(lower(net), box, classificationSpec([0], classes)).dataSync(),
  );
  const seconds = (performance.now() - start) / 1000;
  const finite = margins.every(Number.isFinite);
  console.log(JSON.stringify({ units, rows: margins.length, before, peak: megabytes(), seconds, finite }));
  process.exit(0);
}

const [name, chunk] = process.argv.slice(2);
if (name) await measure(name, Number(chunk));

const head = ['network', 'units', 'rows', 'chunk', 'MB before', 'MB at most', 'seconds', 'finite'];
const table = new Table({ head, style: { head: [], border: [] } });
for (const each of Object.keys(networks)) {
  for (const rows of [256, 64]) {
    const args = [...process.execArgv, process.argv[1]!, each, String(rows)];
    const { stdout } = spawnSync(process.execPath, args, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const made = JSON.parse(stdout.trim().split('\n').at(-1)!) as { [key: string]: number };
    const { units, rows: bounds, before, peak, seconds, finite } = made;
    table.push([
      ...[each, units, bounds, rows, Math.round(before!), Math.round(peak!)],
      ...[seconds!.toFixed(0), finite ? 'yes' : 'no'],
    ]);
  }
}
console.log(table.toString());
