import { hasOnnxRuntime, loadOnnxRuntime } from './onnx-runtime';

it('loads onnxruntime-node', async () => {
  expect(await hasOnnxRuntime()).toBe(true);
  expect(Object.keys(await loadOnnxRuntime())).toEqual(
    expect.arrayContaining(['InferenceSession', 'Tensor']),
  );
});

it('says how to install it where it is missing', async () => {
  const missing = loadOnnxRuntime('@ibp/no-such-package');
  await expect(missing).rejects.toThrow(/expected the package @ibp\/no-such-package, got .*npm install/s);
  expect(await hasOnnxRuntime('@ibp/no-such-package')).toBe(false);
});
