import { fail } from '@ibp/core';
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
