import { fail } from '@ibp/core';
import { encodeModel } from '../proto/encode';
import { isWeb, type OnnxRuntime } from './onnx-runtime';

/** As small as a graph can be. */
const identity = () => {
  const [x, y] = (['x', 'y'] as const).map((name) => ({ name, dtype: 'float32', shape: [1] }) as const);
  const node = { op: 'Identity', inputs: ['x'], outputs: ['y'], attributes: {} };
  return encodeModel({ inputs: [x!], outputs: [y!], constants: [], nodes: [node] });
};

/**
 * @throws where none of the execution providers works here, naming them: else every function would fail, each with
 * what onnxruntime happens to say.
 */
export async function assertProviders(
  runtime: OnnxRuntime,
  providers: readonly string[],
  options: object,
): Promise<void> {
  try {
    await (await runtime.InferenceSession.create(identity(), options)).release();
  } catch (error) {
    const where = isWeb(runtime) ? 'onnxruntime-web' : 'onnxruntime-node';
    const [reason] = (error as Error).message.split('\n');
    fail(
      'createDevice',
      `expected execution providers that ${where} has here, got ${providers.join(', ')}: ${reason}`,
    );
  }
}
