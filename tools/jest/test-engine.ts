/**
 * The engine that the variable IBP_ENGINE names, under which a suite must pass; none, tfjs op by op, unless set.
 *
 * @param onnx makes the compiled one: `onnxEngine` of `@ibp/onnx`; on a GPU where `webgpu` is named.
 * @throws when the variable names no engine.
 */
export async function testEngine<E>(
  onnx: (options?: { readonly executionProviders: readonly string[] }) => Promise<E>,
): Promise<{ readonly engine?: E }> {
  const name = process.env.IBP_ENGINE ?? 'eager';
  if (name === 'eager') return {};
  if (name === 'webgpu') return { engine: await onnx({ executionProviders: ['webgpu'] }) };
  if (name !== 'onnx') throw new Error(`IBP_ENGINE: expected eager, onnx or webgpu, got ${name}`);
  return { engine: await onnx() };
}
