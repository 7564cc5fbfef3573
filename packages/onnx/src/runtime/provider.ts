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
 * brings: in 1.30 sums from the end, what is reversed, and the gradients of convolutions whose windows do not fill the
 * image come out wrong there. Known by the first of these.
 */
export async function assertGpuKernels(runtime: OnnxRuntime, options: object): Promise<void> {
  const session = await runtime.InferenceSession.create(sumsFromTheEnd, options);
  const x = new runtime.Tensor('float32', Float32Array.of(1, 2, 4), [3]);
  try {
    const got = Array.from((await (await session.run({ x }, ['y'])).y!.getData()) as Float32Array);
    if (got.join() === '7,6,4') return;
    fail(
      'createDevice',
      `expected kernels whose sums of 1, 2, 4 from the end are 7, 6, 4, got ${got.join(', ')}: take those of ` +
        `"onnxruntime-web/webgpu", which onnxEngine does by itself where no runtime is given`,
    );
  } finally {
    await session.release();
  }
}

const sumsFromTheEnd = encodeModel({
  inputs: [{ name: 'x', dtype: 'float32', shape: [3] }],
  outputs: [{ name: 'y', dtype: 'float32', shape: [3] }],
  constants: [{ name: 'axis', dtype: 'int64', shape: [], data: BigInt64Array.of(0n) }],
  nodes: [{ op: 'CumSum', inputs: ['x', 'axis'], outputs: ['y'], attributes: { reverse: 1 } }],
});
