import { fail } from '@ibp/core';
import type { TensorData } from '../graph/graph';

/** A tensor of onnxruntime. */
export type OnnxTensor = {
  readonly type: string;
  readonly dims: readonly number[];
  /** The values, where they are in an array of ours. */
  readonly data: unknown;
  /** Where the values are: `cpu` for an array of ours, else on a device. */
  readonly location?: string;
  /** The values, brought here if they are elsewhere. */
  readonly getData: () => Promise<unknown>;
  readonly dispose: () => void;
};

export type OnnxTensors = { [name: string]: OnnxTensor };

export type OnnxSession = {
  run(
    feeds: OnnxTensors,
    fetches: OnnxTensors | readonly string[],
  ): Promise<{ readonly [name: string]: OnnxTensor }>;
  release(): Promise<void>;
};

/** What is used of `onnxruntime-node` or `onnxruntime-web` (or another package with the API of `onnxruntime-common`). */
export type OnnxRuntime = {
  readonly InferenceSession: { create(model: Uint8Array, options?: object): Promise<OnnxSession> };
  readonly Tensor: new (
    type: 'float32' | 'int32' | 'bool',
    data: TensorData,
    dims: readonly number[],
  ) => OnnxTensor;
  readonly env: { readonly wasm: { numThreads?: number } };
  /** Of onnxruntime-node alone. */
  readonly listSupportedBackends?: () => readonly { readonly name: string }[];
};

/** Whether it is onnxruntime-web. Not by what `env` says of versions: where both are loaded they share it. */
export const isWeb = (runtime: OnnxRuntime): boolean => runtime.listSupportedBackends === undefined;

export type RuntimeName = 'node' | 'web';

export const inNode = (): boolean => typeof process !== 'undefined' && Boolean(process.versions?.node);

const packages: {
  readonly [K in RuntimeName]: {
    readonly name: string;
    /** How to get it. */
    readonly install: string;
    readonly load: (forGpu: boolean) => Promise<object>;
  };
} = {
  node: {
    name: 'onnxruntime-node',
    // its install script fails where it cannot fetch them
    install:
      'npm install onnxruntime-node, with ONNXRUNTIME_NODE_INSTALL=skip in the environment unless its libraries for ' +
      'CUDA are to be fetched',
    // a variable, and ignored: no bundler must look into it
    load: () => importNative('onnxruntime-node'),
  },
  web: {
    name: 'onnxruntime-web',
    install: 'npm install onnxruntime-web',
    // by its name, so that a bundler of an application that has it takes it in; the kernels for GPUs of its main entry are
    // older ones, of which some are wrong (see `assertGpuKernels`)
    load: (forGpu) => (forGpu ? import('onnxruntime-web/webgpu') : import('onnxruntime-web')),
  },
};

const importNative = (name: string): Promise<object> =>
  import(/* @vite-ignore */ /* webpackIgnore: true */ name);

/**
 * Loads onnxruntime: onnxruntime-node in Node and onnxruntime-web elsewhere, unless one is named.
 *
 * @param forGpu whether to take that build of onnxruntime-web that computes on GPUs as onnxruntime-node does.
 * @throws when it is not installed or does not load; the message says how to get it.
 */
export async function loadOnnxRuntime(
  runtime: RuntimeName = inNode() ? 'node' : 'web',
  forGpu = false,
): Promise<OnnxRuntime> {
  const { name, install, load } =
    packages[runtime] ?? fail('onnx', `expected "node" or "web", got "${runtime}"`);
  try {
    const loaded = (await load(forGpu)) as { default?: object };
    return ('InferenceSession' in loaded ? loaded : loaded.default) as OnnxRuntime;
  } catch (error) {
    return fail('onnx', `expected the package ${name}, got "${(error as Error).message}"; ${install}`);
  }
}

/** Whether onnxruntime can be loaded here. */
export async function hasOnnxRuntime(runtime?: RuntimeName): Promise<boolean> {
  return loadOnnxRuntime(runtime).then(
    () => true,
    () => false,
  );
}
