/**
 * ms of one training step of the small net on MNIST's shape, batch 100: eager on wasm, compiled, and PyTorch where
 * python3 has it. `npm run bench --workspace packages/onnx [-- rounds]`
 */
import '@ibp/backend/wasm';
import { registerGradients } from '@ibp/backend/gradients';
import * as tf from '@tensorflow/tfjs-core';
import { compile, toTensor } from '../src/index';
import { batchAt, scalarsAt, smallNetwork, trainingStep } from '../src/testing/certified-step';
import { startTorch } from './torch';

const BATCH = 100;
const STEPS = 5;
const rounds = Number(process.argv[2] ?? 8);
const modes = ['nominal', 'ibp'] as const;
type Mode = (typeof modes)[number];

type Stat = { readonly median: number; readonly least: number };

type Engine = {
  readonly name: string;
  readonly threads: number;
  readonly steps: (mode: Mode, count: number) => Promise<number[]>;
};

async function timed(count: number, run: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < count; i++) {
    const start = performance.now();
    await run();
    times.push(performance.now() - start);
  }
  return times;
}

const inputs = { ...batchAt(0, BATCH, [28, 28]), ...scalarsAt(100), epsilon: 0.1 };
const stepOf = (mode: Mode) => trainingStep(smallNetwork([28, 28, 1], 4, 100), mode === 'ibp');

function eager(): Engine {
  const steps = { nominal: stepOf('nominal'), ibp: stepOf('ibp') };
  const once = (mode: Mode): number =>
    tf.tidy(() => {
      const { x, labels, ...scalars } = inputs;
      const numbers = Object.entries(scalars).map(([name, value]) => [name, tf.scalar(value)]);
      const tensors = { x: toTensor(x), labels: toTensor(labels), ...Object.fromEntries(numbers) };
      return steps[mode].run(tensors).loss.dataSync()[0]!;
    });
  return { name: 'eager wasm', threads: 1, steps: (mode, count) => timed(count, async () => once(mode)) };
}

async function compiled(threads: number): Promise<Engine> {
  const made = {} as { [K in Mode]: Awaited<ReturnType<typeof compileStep>> };
  const compileStep = (mode: Mode) => compile(stepOf(mode).run, inputs, { threads });
  for (const mode of modes) {
    const start = performance.now();
    made[mode] = await compileStep(mode);
    console.log(`compile ${mode}, ${threads} thread(s): ${(performance.now() - start).toFixed(0)} ms`);
  }
  return {
    name: 'compiled',
    threads,
    steps: (mode, count) => timed(count, () => made[mode].run(inputs)),
  };
}

const sorted = (values: readonly number[]): number[] => values.toSorted((a, b) => a - b);

await tf.setBackend('wasm');
registerGradients();
const torch = await startTorch();
console.log(
  torch ? `torch ${torch.version}` : 'no torch: python3 (or PYTHON) cannot import it; its rows are left out',
);
const engines: Engine[] = [eager(), await compiled(1), await compiled(2)];
if (torch) {
  for (const threads of [1, 2]) {
    engines.push({ name: 'torch', threads, steps: (mode, count) => torch.steps(mode, threads, count) });
  }
}
const times = new Map<string, number[]>();
for (let round = 0; round <= rounds; round++) {
  for (const engine of engines) {
    for (const mode of modes) {
      const key = `${engine.name}, ${engine.threads} ${mode}`;
      const taken = await engine.steps(mode, STEPS);
      if (round > 0) times.set(key, [...(times.get(key) ?? []), ...taken]); // the first round warms up
    }
  }
}
torch?.close();

/** Medians, and the least: what a machine with other work to do says of itself. */
const measured = ({ name, threads }: Engine) => {
  const of = (mode: Mode) => sorted(times.get(`${name}, ${threads} ${mode}`) ?? [Number.NaN]);
  const [nominal, ibp] = [of('nominal'), of('ibp')];
  return {
    nominal: { median: nominal[nominal.length >> 1]!, least: nominal[0]! },
    ibp: { median: ibp[ibp.length >> 1]!, least: ibp[0]! },
  };
};

const table = engines.map((engine) => {
  const { nominal, ibp } = measured(engine);
  const reference = engines.find(({ name, threads }) => name === 'torch' && threads === engine.threads);
  const torchTimes = reference && measured(reference);
  const both = (a: Stat, b: Stat | undefined) =>
    b ? `${(a.median / b.median).toFixed(2)} (${(a.least / b.least).toFixed(2)})` : '';
  const ms = ({ median, least }: Stat) => `${median.toFixed(1)} (${least.toFixed(1)})`;
  return {
    engine: engine.name,
    threads: engine.threads,
    'nominal, ms': ms(nominal),
    'IBP, ms': ms(ibp),
    'IBP / nominal': both(ibp, nominal),
    'nominal / torch': both(nominal, torchTimes?.nominal),
    'IBP / torch': both(ibp, torchTimes?.ibp),
  };
});
console.log('medians (and least)');
console.table(table);
console.log(JSON.stringify({ rounds, steps: STEPS, batch: BATCH, table }));
process.exit(0);
