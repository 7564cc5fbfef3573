import { fail } from '@ibp/bounds';
import type { TensorData } from '../graph/graph';

/** A tensor of onnxruntime whose values are in an array of ours. */
export type OnnxTensor = { readonly data: unknown; readonly dims: readonly number[] };

export type OnnxTensors = { [name: string]: OnnxTensor };

export type OnnxSession = {
  run(feeds: OnnxTensors, fetches: OnnxTensors): Promise<{ readonly [name: string]: OnnxTensor }>;
  release(): Promise<void>;
};

/** What is used of `onnxruntime-node` (or another package with the API of `onnxruntime-common`). */
export type OnnxRuntime = {
  readonly InferenceSession: { create(model: Uint8Array, options?: object): Promise<OnnxSession> };
  readonly Tensor: new (
    type: 'float32' | 'int32' | 'bool',
    data: TensorData,
    dims: readonly number[],
  ) => OnnxTensor;
};

const PACKAGE = 'onnxruntime-node';

/**
 * Loads onnxruntime-node, or another package with its API.
 *
 * @throws when it is not installed or does not load; the message says how to get it.
 */
export async function loadOnnxRuntime(name = PACKAGE): Promise<OnnxRuntime> {
  try {
    const loaded = await import(/* @vite-ignore */ /* webpackIgnore: true */ name);
    return (loaded.InferenceSession ? loaded : loaded.default) as OnnxRuntime;
  } catch (error) {
    return fail(
      'onnx',
      `expected the package ${name}, got "${(error as Error).message}"; npm install ${name} (where its install script ` +
        `cannot download CUDA libraries: ONNXRUNTIME_NODE_INSTALL=skip npm install ${name})`,
    );
  }
}

/** Whether onnxruntime-node (or another package) can be loaded here. */
export async function hasOnnxRuntime(name = PACKAGE): Promise<boolean> {
  return loadOnnxRuntime(name).then(
    () => true,
    () => false,
  );
}
