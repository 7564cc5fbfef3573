import { fail } from '@ibp/core';
import { encodeModel } from '../proto/encode';
import { identityModel } from './identity-model';
import { isWeb, type OnnxRuntime } from './onnx-runtime';

/** An execution provider of onnxruntime by its name, or with options of its own. */
export type ExecutionProvider = string | { readonly name: string; readonly [option: string]: unknown };

export const providerName = (provider: ExecutionProvider): string =>
  typeof provider === 'string' ? provider : provider.name;

/**
 * @throws where none of the execution providers works here, naming them: else every function would fail, each with
 * what onnxruntime happens to say.
 */
export async function assertProviders(
  runtime: OnnxRuntime,
  providers: readonly ExecutionProvider[],
  options: object,
): Promise<void> {
  try {
    await (await runtime.InferenceSession.create(identityModel('float32', [1]), options)).release();
  } catch (error) {
    const where = isWeb(runtime) ? 'onnxruntime-web' : 'onnxruntime-node';
    const [reason] = (error as Error).message.split('\n');
    fail(
      'createDevice',
      `expected execution providers that ${where} has here, got ${providers.map(providerName).join(', ')}: ${reason}`,
    );
  }
}

/**
 * @throws where onnxruntime computes by the older of its two sets of kernels for browsers' GPUs, which its main entry
 * brings: in 1.30 the greatest of rows, their sums in turn, what is reversed, and the gradients of convolutions whose windows do not fill the image
 * come out wrong there. Known by the first of these.
 */
export async function assertGpuKernels(runtime: OnnxRuntime, options: object): Promise<void> {
  const session = await runtime.InferenceSession.create(greatestOfRows, options);
  const x = new runtime.Tensor('float32', Float32Array.of(1, 2, 3, 5, 4, 6), [3, 2]);
  try {
    const got = Array.from((await (await session.run({ x }, ['y'])).y!.getData()) as Float32Array);
    if (got.join() === '2,5,6') return;
    fail(
      'createDevice',
      `expected kernels whose greatest of [[1, 2], [3, 5], [4, 6]] are 2, 5, 6, got ${got.join(', ')}: take the ones of ` +
        `"onnxruntime-web/webgpu", which onnxEngine does by itself where no runtime is given`,
    );
  } finally {
    await session.release();
  }
}

const greatestOfRows = encodeModel({
  inputs: [{ name: 'x', dtype: 'float32', shape: [3, 2] }],
  outputs: [{ name: 'y', dtype: 'float32', shape: [3] }],
  constants: [{ name: 'axes', dtype: 'int64', shape: [1], data: BigInt64Array.of(1n) }],
  nodes: [{ op: 'ReduceMax', inputs: ['x', 'axes'], outputs: ['y'], attributes: { keepdims: 0 } }],
});
