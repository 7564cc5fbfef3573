/**
 * The engine that the variable IBP_ENGINE names, under which a suite must pass; none, tfjs op by op, unless set.
 *
 * @param onnx makes the compiled one: `onnxEngine` of `@ibp/onnx`.
 * @throws when the variable names no engine.
 */
export async function testEngine<E>(onnx: () => Promise<E>): Promise<{ readonly engine?: E }> {
  const name = process.env.IBP_ENGINE ?? 'eager';
  if (name === 'eager') return {};
  if (name !== 'onnx') throw new Error(`IBP_ENGINE: expected eager or onnx, got ${name}`);
  return { engine: await onnx() };
}
