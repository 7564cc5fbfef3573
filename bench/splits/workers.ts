/**
 * What several processes take that search one property together, by the clock and by processor time:
 * `npm run workers --workspace bench -- --workers 1,2`.
 */
import { fileURLToPath } from 'node:url';
import { selectBackend } from '@ibp/backend';
import { disposeNetwork, networkOf as networkOfPlain } from '@ibp/layers';
import { verifyProperty } from '@ibp/verify';
import { searchProcesses } from '@ibp/verify/node';
import { Command } from 'commander';
import { networkOf, problemOf } from './problem';

const { workers, nodes } = new Command()
  .option('--workers <list>', 'processes, with this one', '1,2')
  .option('--nodes <n>', 'the most parts that are bounded', Number, 8000)
  .parse()
  .opts<{ workers: string; nodes: number }>();

await selectBackend({ log: () => undefined });
for (const [task, strategy] of [
  ['inputs', 'input-split'],
  ['activations', 'branch-and-bound'],
] as const) {
  const problem = problemOf(task, nodes);
  const [lower, upper] = [problem.lower, problem.upper].map((ends) => Float64Array.from(ends));
  const network = networkOfPlain(networkOf(problem));
  const outputs = networkOf(problem).nodes.at(-1)!.shape[0]!;
  const c = Float64Array.from({ length: outputs }, (_, k) => (k === 0 ? 1 : 0));
  const property = {
    boxes: [{ lower: lower!, upper: upper! }],
    unsafe: [{ c, d: Float64Array.of(problem.d) }],
  };
  for (const count of workers.split(',').map(Number)) {
    const path = fileURLToPath(new URL('worker.ts', import.meta.url));
    const others = count > 1 ? searchProcesses({ count: count - 1, path }) : undefined;
    // beginning is not what is measured
    for (let k = 1; k < count; k++) await others!.ask(k - 1, { search: '', kind: 'end' }, { seconds: 60 });
    const start = process.cpuUsage();
    const options = { strategy, maxNodes: nodes, ...(others && { workers: others }) };
    const found = await verifyProperty(network, property, options);
    const { user, system } = process.cpuUsage(start);
    const own = ((user + system) / 1e6).toFixed(1);
    console.log(
      `${task}, ${count}: ${found.status}, ${found.nodes} parts, ${found.seconds.toFixed(1)} s, ${own} s of a processor`,
    );
    others?.close();
  }
  disposeNetwork(network);
}
