import { disposeNetwork } from '@ibp/layers';
import { compile } from '../compile';
import { createDevice, type DeviceOptions, readVariables } from '../runtime/device';
import { batchAt, scalarsAt, smallNetwork, trainingStep } from './certified-step';

const SIZE = [12, 12] as const;
const inputsAt = (i: number) => ({ ...batchAt(i, 8, SIZE), ...scalarsAt(i) });

export type TrainingRun = { readonly losses: readonly number[]; readonly weights: readonly number[] };

/** Twenty certified steps, of which every fifth does not count: their losses, and the weights at the end. */
export async function trainingRun(options: DeviceOptions): Promise<TrainingRun> {
  const network = smallNetwork([...SIZE, 1], 1, 16);
  const step = trainingStep(network, true);
  const device = await createDevice(options);
  const compiled = await compile(step.run, inputsAt(0), { device });
  const losses: number[] = [];
  for (let i = 0; i < 20; i++) {
    const { loss } = await compiled.run(inputsAt(i), { commit: () => i % 5 !== 4 });
    losses.push(loss.data[0]!);
  }
  await readVariables(device);
  const weights = step.variables.flatMap((variable) => [...variable.dataSync()]);
  await compiled.dispose();
  device.variables.forget();
  disposeNetwork(network);
  for (const variable of step.variables) variable.dispose();
  return { losses, weights };
}
