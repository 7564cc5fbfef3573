/**
 * Milliseconds of a step and images a second on a GPU: `bench [--models small,large] [--variants] [--json FILE]`. A line for
 * each figure as it comes, then a table.
 */
import { selectBackend } from '@ibp/backend';
import '@ibp/backend/cpu';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { registerGradients } from '@ibp/backend/gradients';
import type { ModelName } from '@ibp/models';
import { type EngineOptions, engineOf, type Subject, type Task, tasks, worker } from './figures';

const { values: flags } = parseArgs({
  options: {
    models: { type: 'string', default: 'small,medium,large,cnn7,cnn3,cnn5' },
    batch: { type: 'string', default: '100' },
    rounds: { type: 'string', default: '15' },
    tasks: { type: 'string', default: tasks.join() },
    variants: { type: 'boolean', default: false },
    json: { type: 'string' },
  },
});

/** What can be chosen, side by side. */
const variants: { readonly [name: string]: EngineOptions } = {
  usual: { executionProviders: ['webgpu'] },
  ...(flags.variants && {
    measured: { executionProviders: ['webgpu'], forms: 'measured' },
    NCHW: { executionProviders: [{ name: 'webgpu', preferredLayout: 'NCHW' }] },
    unvalidated: { executionProviders: [{ name: 'webgpu', validationMode: 'disabled' }] },
  }),
};

type Figure = {
  readonly model: string;
  readonly batch: number;
  readonly task: Task;
  readonly variant: string;
  readonly milliseconds: number;
  readonly least: number;
  readonly imagesPerSecond: number;
  readonly compileSeconds: number;
};

await selectBackend({ prefer: 'cpu', log: () => undefined });
registerGradients();
const figures: Figure[] = [];
for (const model of flags.models.split(',') as ModelName[]) {
  const inputShape: Subject['inputShape'] = model === 'small' || model === 'cnn3' ? [28, 28, 1] : [32, 32, 3];
  for (const [variant, options] of Object.entries(variants)) {
    const engine = await engineOf(options);
    const run = await worker({ model, inputShape, batchSize: Number(flags.batch) }, engine);
    for (const task of flags.tasks.split(',') as Task[]) {
      try {
        const compiling = performance.now();
        await run(task);
        const compileSeconds = (performance.now() - compiling) / 1000;
        const times: number[] = [];
        for (let round = 0; round < Number(flags.rounds) + 2; round++) {
          const start = performance.now();
          await run(task);
          if (round >= 2) times.push(performance.now() - start);
        }
        times.sort((a, b) => a - b);
        const milliseconds = times[times.length >> 1]!;
        const figure = {
          ...{ model, batch: Number(flags.batch), task, variant, milliseconds, least: times[0]! },
          imagesPerSecond: Math.round((Number(flags.batch) / milliseconds) * 1000),
          compileSeconds,
        };
        figures.push(figure);
        console.log(
          JSON.stringify(figure, (_, value) => (typeof value === 'number' ? +value.toPrecision(4) : value)),
        );
      } catch (error) {
        console.log(`${model} ${variant} ${task}: ${(error as Error).message}`);
      }
    }
    engine.forgetVariables();
  }
}
if (flags.json) writeFileSync(flags.json, JSON.stringify(figures, null, 1));
process.exit(0);
