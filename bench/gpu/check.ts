/**
 * Whether a GPU trains as the CPU does: twenty steps from the same weights on the same batches, compared by their losses. Not
 * by weights: where a gradient is only rounding, Adam moves a weight by a whole step.
 */
import { assertEngineFloat32, selectBackend } from '@ibp/backend';
import '@ibp/backend/cpu';
import { registerGradients } from '@ibp/backend/gradients';
import { engineOf, learn, type Subject } from './figures';

const steps = 20;
/** Relative, of a loss: sums of thousands of numbers in another order. */
const tolerance = 1e-4;

const subjects: readonly Subject[] = [
  { model: 'small', inputShape: [28, 28, 1], batchSize: 100 },
  { model: 'cnn5', inputShape: [16, 16, 3], batchSize: 20 },
];

await selectBackend({ prefer: 'cpu', log: () => undefined });
registerGradients();
const [cpu, gpu] = [
  await engineOf({ executionProviders: ['cpu'] }),
  await engineOf({ executionProviders: ['webgpu'] }),
];
await assertEngineFloat32('check', gpu);
console.log(`${gpu.name} computes in float32`);
let passed = true;
for (const subject of subjects) {
  const [here, there] = [await learn(subject, cpu, steps), await learn(subject, gpu, steps)];
  const apart = Math.max(...here.losses.map((loss, i) => Math.abs(there.losses[i]! / loss - 1)));
  const same = apart <= tolerance;
  passed &&= same;
  const last = `${here.losses.at(-1)!.toFixed(5)} and ${there.losses.at(-1)!.toFixed(5)}`;
  const median = there.milliseconds.toSorted((a, b) => a - b)[steps >> 1]!;
  console.log(
    `${same ? 'same' : 'NOT THE SAME'}: ${subject.model}, ${steps} steps: losses within ${apart.toExponential(1)} of the CPU's ` +
      `(at most ${tolerance}), the last ${last}; ${median.toFixed(1)} ms a step`,
  );
}
console.log(passed ? 'passed' : 'FAILED');
process.exit(passed ? 0 : 1);
