import '@tensorflow/tfjs-backend-cpu';
import '@ibp/backend/gradients';
import { fastestEngine } from './fastest-engine';
import { loadOnnxRuntime, type OnnxRuntime, type OnnxTensor } from './runtime/onnx-runtime';

/** onnxruntime, each of whose runs takes longer, or whose outputs are other numbers. */
async function another({ wait = 0, factor = 1 }): Promise<OnnxRuntime> {
  const runtime = await loadOnnxRuntime();
  const changed = (tensor: OnnxTensor): OnnxTensor => {
    if (factor !== 1)
      (tensor.data as Float32Array).forEach((value, i, all) => {
        all[i] = value * factor;
      });
    return tensor;
  };
  return {
    ...runtime,
    InferenceSession: {
      create: async (model, options) => {
        const session = await runtime.InferenceSession.create(model, options);
        return {
          release: () => session.release(),
          run: async (feeds, fetches) => {
            await new Promise((resolve) => setTimeout(resolve, wait));
            const results = await session.run(feeds, fetches);
            return Object.fromEntries(
              Object.entries(results).map(([name, tensor]) => [name, changed(tensor)]),
            );
          },
        };
      },
    },
  };
}

it('takes the faster one', async () => {
  const log: string[] = [];
  const slow = { runtime: await another({ wait: 400 }) };
  const engine = await fastestEngine({
    candidates: [{ executionProviders: ['cpu'] }, slow],
    log: (line) => log.push(line),
  });
  expect(engine.name).toBe('onnxruntime (cpu)');
  expect(log).toEqual([
    expect.stringMatching(/^onnxruntime: \d{3}/),
    expect.stringMatching(/^onnxruntime \(cpu\): /),
  ]);
}, 60_000);

it('leaves out what computes wrongly, or is not there', async () => {
  for (const [factor, kept] of [
    [1.001, 0],
    [Number.NaN, 0],
    [1 + 1e-6, 1],
  ] as const) {
    const log: string[] = [];
    const other = { runtime: await another({ factor }), executionProviders: ['cpu'] };
    await fastestEngine({
      candidates: [other, { executionProviders: ['abacus'] }, {}],
      log: (line) => log.push(line),
    });
    expect(log.filter((line) => line.includes('left out: expected what'))).toHaveLength(1 - kept);
    expect(log.at(-1)).toContain('["abacus"]} is left out: createDevice: expected execution providers');
  }
  await expect(fastestEngine({ candidates: [] })).rejects.toThrow(
    'fastestEngine: expected candidates, got none',
  );
  await expect(fastestEngine({ candidates: [{ threads: 0 }] })).rejects.toThrow('above 0, got 0');
}, 60_000);
