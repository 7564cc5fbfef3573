/**
 * Runs what runtimes are here on networks whose class is proved by the least, in real numbers and in any-order-float32, and counts
 * the inputs of which one gives another class (or the same number for both).
 *
 *   npm run near-margin --workspace bench -- [--networks 100] [--python python3 ...]
 *
 * Each Python runs PyTorch and TensorFlow where it has them.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { arithmetics } from '@ibp/exact';
import Table from 'cli-table3';
import { broken } from './broken';
import { type NearMargin, nearMargin } from './near-margin';
import { type Outputs, type Runtime, runtimes } from './runtimes';
import { kinds } from './subjects';

const { values } = parseArgs({
  options: {
    networks: { type: 'string', default: '100' },
    python: { type: 'string', multiple: true, default: [] },
  },
});
const count = Number(values.networks);
if (!(Number.isInteger(count) && count > 0)) {
  throw new Error(`near-margin: expected a number of networks, got ${values.networks}`);
}

const cases: NearMargin[] = [];
for (const arithmetic of arithmetics) {
  for (const kind of Object.keys(kinds) as (keyof typeof kinds)[]) {
    for (let seed = 1; seed <= count; seed++) cases.push(nearMargin(kind, arithmetic, seed));
  }
}

const found = new Map<string, readonly Outputs[]>();
for (const [name, run] of Object.entries<Runtime>(runtimes)) {
  const outputs: Outputs[] = [];
  for (const { network, inputs } of cases) outputs.push(await run(network, inputs));
  found.set(name, outputs);
}
const folder = mkdtempSync(join(tmpdir(), 'ibp-near-margin-'));
try {
  const file = join(folder, 'cases.json');
  const plain = cases.map(({ network: { nodes }, inputs }) => ({
    nodes: nodes.map(({ op, shape, params }) => ({ op, shape, params })),
    inputs,
  }));
  // float32 numbers as lists
  writeFileSync(
    file,
    JSON.stringify(plain, (_, value) => (value instanceof Float32Array ? [...value] : value)),
  );
  for (const python of values.python) {
    const text = execFileSync(python, ['near-margin/runtimes.py', file], {
      ...{ encoding: 'utf8', maxBuffer: 2 ** 28, stdio: ['ignore', 'pipe', 'ignore'] },
    });
    for (const [name, outputs] of Object.entries(JSON.parse(text))) found.set(name, outputs as Outputs[]);
  }
} finally {
  rmSync(folder, { recursive: true });
}

const table = new Table({
  head: ['runtime', ...arithmetics.flatMap((one) => Object.keys(kinds).map((kind) => `${one}: ${kind}`))],
  style: { head: [], border: [] },
});
for (const [name, outputs] of found) {
  const row = arithmetics.flatMap((arithmetic) =>
    Object.keys(kinds).map((kind) =>
      String(
        cases.reduce((sum, one, i) => {
          if (one.arithmetic !== arithmetic || one.kind !== kind) return sum;
          return sum + broken(outputs[i]!);
        }, 0),
      ),
    ),
  );
  table.push([name, ...row]);
}
console.log(table.toString());
console.log(`inputs of ${count} networks of each kind whose class is not the one proved`);
