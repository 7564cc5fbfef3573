import { createDevice } from './device';
import { hasOnnxRuntime, isWeb, loadOnnxRuntime } from './onnx-runtime';

it.each(['node', 'web'] as const)('loads onnxruntime-%s', async (name) => {
  expect(await hasOnnxRuntime(name)).toBe(true);
  const runtime = await loadOnnxRuntime(name);
  expect(Object.keys(runtime)).toEqual(expect.arrayContaining(['InferenceSession', 'Tensor', 'env']));
  expect(isWeb(runtime)).toBe(name === 'web');
});

it('takes onnxruntime-node in Node', async () => {
  expect(await loadOnnxRuntime()).toBe(await loadOnnxRuntime('node'));
});

it('tells of a runtime that there is not', async () => {
  await expect(loadOnnxRuntime('deno' as never)).rejects.toThrow(
    'onnx: expected "node" or "web", got "deno"',
  );
});

it('tells at once of an execution provider that is not here', async () => {
  await expect(createDevice({ executionProviders: ['abacus'] })).rejects.toThrow(
    /^createDevice: expected execution providers that onnxruntime-node has here, got abacus: .*not found/,
  );
  expect((await createDevice({ executionProviders: ['cpu'] })).name).toBe('onnxruntime (cpu)');
});
