/**
 * Prints the table of the page "Choosing a bound": each method on the same networks and images, how many it proves, how
 * tight its margins are, and what an image costs.
 */
import { selectBackend } from '@ibp/backend';
import { classificationSpec, linfBall } from '@ibp/bounds';
import { batches, type Dataset, slice } from '@ibp/data';
import { embeddedDigits } from '@ibp/data/digits';
import { apply, lower, type Network } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { markdownTable } from 'markdown-table';
import { trainDigits } from './digits';
import { type Method, methods, type Problem } from './methods';

/** The first images that the network has right: of the others nothing can be proved. */
async function* problems(net: Network, data: Dataset, epsilon: number): AsyncGenerator<Problem> {
  const network = lower(net);
  for (const { x, labels } of batches(data, 1)) {
    const label = labels[0]!;
    const guess = tf.tidy(() => tf.argMax(apply(net, x), 1).dataSync()[0]);
    const pixels = (await x.data()) as Float32Array;
    const [box, spec] = [linfBall(x, epsilon), classificationSpec([label], 10)];
    if (guess === label) yield { network, pixels, label, epsilon, box, spec };
    tf.dispose([x, box, spec]);
  }
}

type Row = { proved: number; sum: number; finite: number; seconds: number; examples: number };

async function measure(method: Method, all: AsyncIterable<Problem>): Promise<Row> {
  const row: Row = { proved: 0, sum: 0, finite: 0, seconds: 0, examples: 0 };
  for await (const problem of all) {
    const before = process.cpuUsage();
    const margin = await method(problem);
    const { user, system } = process.cpuUsage(before);
    if (row.examples > 0) row.seconds += (user + system) / 1e6; // the first also makes kernels ready
    row.examples++;
    if (margin < 0) row.proved++;
    if (Number.isFinite(margin)) {
      row.sum += margin;
      row.finite++;
    }
  }
  return row;
}

const { tried: _, ...backend } = await selectBackend();
console.error(`backend ${backend.name}, Node ${process.version}`);
const digits = await embeddedDigits();
const test = slice(digits.test, 0, 30);
for (const [title, trainedAt, epsilon] of [
  ['trained by IBP to 0.1', 0.1, 0.1],
  ['trained for accuracy alone', 0, 0.04],
] as const) {
  const net = await trainDigits(digits, trainedAt);
  const rows: string[][] = [];
  for (const [name, method] of Object.entries(methods)) {
    const { proved, sum, finite, seconds, examples } = await measure(method, problems(net, test, epsilon));
    const perImage = (1000 * seconds) / (examples - 1);
    rows.push([
      `\`${name}\``,
      `${proved} of ${examples}`,
      (sum / finite).toFixed(2),
      `${Number(perImage.toPrecision(2))} ms`,
    ]);
    console.error(rows.at(-1)!.join(' '));
  }
  console.log(`\n${title}, epsilon ${epsilon}\n`);
  console.log(
    markdownTable([['method', 'proved', 'mean margin', 'CPU time, an image'], ...rows], {
      align: ['l', 'r', 'r', 'r'],
    }),
  );
}
