/**
 * Branch and bound with hidden units bounded anew after cuts, and without: parts, processor time of the search and of its proof in exact
 * arithmetic. Of a random network, or of files: `npm run clipping --workspace bench -- net.onnx property.vnnlib --scale 1,1.2`.
 */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { selectBackend } from '@ibp/backend';
import type { Property } from '@ibp/exact';
import { disposeNetwork, type Network, networkOf as networkOfPlain } from '@ibp/layers';
import { fromOnnx } from '@ibp/onnx';
import { plainNetwork, propertyOutcome, verifyProperty } from '@ibp/verify';
import { parseVnnlib } from '@ibp/vnnlib';
import { Command } from 'commander';
import { networkOf, problemOf } from './problem';

const command = new Command()
  .argument('[onnx]', 'a network; the random one of `npm run splits` unless given')
  .argument('[vnnlib...]', 'properties of it')
  .option('--scale <list>', 'how wide boxes are, about their middles, of what they are', '1')
  .option('--nodes <n>', 'the most parts that are bounded', Number, 4000)
  .option('--seconds <s>', 'and seconds, by the clock', Number, 120)
  .option('--strategy <name>', 'auto, or branch-and-bound', 'branch-and-bound')
  .parse();
const { scale, nodes, seconds, strategy } = command.opts<{
  scale: string;
  nodes: number;
  seconds: number;
  strategy: 'auto' | 'branch-and-bound';
}>();
const [onnx, ...vnnlib] = command.args;

const read = (path: string) => (path.endsWith('.gz') ? gunzipSync(readFileSync(path)) : readFileSync(path));

/** A network and what is asked of it, by name. */
async function subjects(): Promise<{ network: Network; asked: (readonly [string, Property])[] }> {
  if (onnx) {
    const asked = vnnlib.flatMap((path) =>
      parseVnnlib(read(path).toString()).properties.map(
        (property) => [path.split('/').at(-1)!, property] as const,
      ),
    );
    return { network: await fromOnnx(read(onnx)), asked };
  }
  const problem = problemOf('activations', nodes);
  const plain = networkOf(problem);
  const c = Float64Array.from({ length: plain.nodes.at(-1)!.shape[0]! }, (_, k) => (k === 0 ? 1 : 0));
  const [lower, upper] = [problem.lower, problem.upper].map((ends) => Float64Array.from(ends));
  const property = {
    boxes: [{ lower: lower!, upper: upper! }],
    unsafe: [{ c, d: Float64Array.of(problem.d) }],
  };
  return { network: networkOfPlain(plain), asked: [['random', property]] };
}

const scaled = (property: Property, by: number): Property => ({
  ...property,
  boxes: property.boxes.map(({ lower, upper }) => {
    const end = (i: number, sign: 1 | -1) =>
      (lower[i]! + upper[i]!) / 2 + (sign * by * (upper[i]! - lower[i]!)) / 2;
    return { lower: lower.map((_, i) => end(i, -1)), upper: upper.map((_, i) => end(i, 1)) };
  }),
});

async function timed<T>(work: () => Promise<T>): Promise<readonly [found: T, seconds: string]> {
  const start = process.cpuUsage();
  const found = await work();
  const { user, system } = process.cpuUsage(start);
  return [found, ((user + system) / 1e6).toFixed(1)];
}

await selectBackend({ log: () => undefined });
const { network, asked } = await subjects();
const plain = await plainNetwork(network);
// what is compiled at first is not what is measured
for (const clipping of [true, false]) {
  const [, property] = asked[0]!;
  await verifyProperty(network, property, { strategy, clipping, maxNodes: 200, budget: seconds });
}
console.log(
  '| property | scale | clipping | answer | parts | seconds | leaves | held | seconds of the proof |',
);
console.log('| --- | --- | --- | --- | --- | --- | --- | --- | --- |');
for (const [name, given] of asked) {
  for (const by of scale.split(',').map(Number)) {
    const property = scaled(given, by);
    for (const clipping of [false, true]) {
      const options = { strategy, clipping, maxNodes: nodes, budget: seconds };
      const [found, took] = await timed(() => verifyProperty(network, property, options));
      const row = [name, by, clipping ? 'yes' : 'no', found.status, found.nodes, took];
      if (found.status === 'verified') {
        const [{ boxes }, proof] = await timed(() =>
          propertyOutcome(plain, property, found, { budget: seconds }),
        );
        const sum = (which: 'proof' | 'held') => boxes.reduce((all, { leaves }) => all + leaves[which], 0);
        row.push(sum('proof'), sum('held'), proof);
      } else row.push('', '', '');
      console.log(`| ${row.join(' | ')} |`);
    }
  }
}
disposeNetwork(network);
