import { gained, isFlat, type MemoryRun, memoryTable } from './memory';

const run = (megabytes: (step: number) => number): MemoryRun => ({
  engine: 'onnx',
  steps: 100,
  samples: Array.from({ length: 20 }, (_, i) => [5 * (i + 1), megabytes(5 * (i + 1))]),
});

it('calls memory flat that rises at first, or goes up and down', () => {
  expect(isFlat(run((step) => (step < 20 ? 100 + step : 200)))).toBe(true);
  expect(isFlat(run((step) => 200 + 20 * (step % 2)))).toBe(true);
});

it('tells what a run that leaks has gained', () => {
  const leaking = run((step) => 200 + step);
  expect(gained(leaking)).toBe(50);
  expect(isFlat(leaking)).toBe(false);
  expect(memoryTable([leaking])).toMatch(/onnx.*300.*50\.0.*no/);
});
