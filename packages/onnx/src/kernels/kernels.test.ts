import '@tensorflow/tfjs-backend-cpu';
import fc from 'fast-check';
import { createEngine, type Engine } from '../runtime/engine';
import { cases } from '../testing/cases';
import { expectClose, onCpu, onOnnx } from '../testing/compare';
import { kernels } from './table';

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine();
});

it('has a case for every kernel', () => {
  expect(Object.keys(cases).sort()).toEqual(Object.keys(kernels).sort());
});

it.each(Object.entries(cases))('%s gives what the cpu backend gives', async (kernel, calls) => {
  await fc.assert(
    fc.asyncProperty(fc.array(calls, { minLength: 10, maxLength: 10 }), async (many) => {
      const expected = await onCpu(kernel, many);
      for (const [i, actual] of (await onOnnx(engine, kernel, many)).entries())
        expectClose(actual, expected[i]!);
    }),
    { seed: 3, numRuns: 3 },
  );
});
