import { disposeNetwork } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { compile } from './compile';
import { readVariables } from './runtime/device';
import { toTensor } from './runtime/host-tensor';
import { batchAt, type Step, scalarsAt, smallNetwork, trainingStep } from './testing/certified-step';

const SIZE = [12, 12] as const;
const BATCH = 8;

/** Steps on networks that start equal, freed after `body`. */
async function withSteps(count: number, body: (...steps: Step[]) => Promise<void>): Promise<void> {
  const networks = Array.from({ length: count }, () => smallNetwork([...SIZE, 1], 1, 16));
  const steps = networks.map((network) => trainingStep(network, true));
  try {
    await body(...steps);
  } finally {
    networks.forEach(disposeNetwork);
    for (const { variables } of steps) for (const variable of variables) variable.dispose();
  }
}

const inputsAt = (i: number, batch = BATCH) => ({ ...batchAt(i, batch, SIZE), ...scalarsAt(i) });

function eagerly(step: Step, i: number): number {
  return tf.tidy(() => {
    const { x, labels } = batchAt(i, BATCH, SIZE);
    const scalars = Object.entries(scalarsAt(i)).map(([name, value]) => [name, tf.scalar(value)]);
    const inputs = { x: toTensor(x), labels: toTensor(labels), ...Object.fromEntries(scalars) };
    return step.run(inputs as never).loss.dataSync()[0]!;
  });
}

it('trains as the eager run does, over 100 certified steps', () =>
  withSteps(2, async (eager, step) => {
    const compiled = await compile(step!.run, inputsAt(0));
    let worst = 0;
    let last = 0;
    for (let i = 0; i < 100; i++) {
      last = eagerly(eager!, i);
      const { loss } = await compiled.run(inputsAt(i));
      worst = Math.max(worst, Math.abs(loss.data[0]! - last) / last);
    }
    await readVariables(compiled.device);
    const difference = tf.tidy(() =>
      Math.max(
        ...step!.variables.map((v, i) => tf.max(tf.abs(tf.sub(v, eager!.variables[i]!))).dataSync()[0]!),
      ),
    );
    await compiled.dispose();
    expect(worst).toBeLessThan(1e-5);
    expect(difference).toBeLessThan(1e-4);
    expect(last).toBeLessThan(2.2);
  }));

it('keeps its memory, and tfjs its tensors, over many steps', () =>
  withSteps(1, async (step) => {
    const compiled = await compile(step!.run, inputsAt(0));
    const inputs = inputsAt(0);
    const run = async (times: number): Promise<void> => {
      for (let i = 0; i < times; i++) await compiled.run(inputs);
    };
    await run(100);
    const [tensors, resident] = [tf.memory().numTensors, process.memoryUsage().rss];
    await run(300);
    expect(tf.memory().numTensors).toBe(tensors);
    expect(process.memoryUsage().rss - resident).toBeLessThan(20e6);
    await compiled.dispose();
  }));
