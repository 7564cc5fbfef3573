import type { Measurement } from './measure';
import { workloadOf } from './task';

/** A measurement as if it had been made. */
export const row = (
  engine: string,
  task: Measurement['task'],
  median: number,
  more: Partial<Measurement> = {},
): Measurement => ({
  ...workloadOf('small'),
  engine,
  task,
  rounds: 3,
  row: 1,
  median,
  least: median,
  leastCpu: median,
  program: engine,
  peakMegabytes: 100,
  compileMilliseconds: engine === 'onnx' ? 250 : 0,
  ...more,
});
