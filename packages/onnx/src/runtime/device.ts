import { fail } from '@ibp/core';
import type * as tf from '@tensorflow/tfjs-core';
import {
  inNode,
  isWeb,
  loadOnnxRuntime,
  type OnnxRuntime,
  type OnnxSession,
  type RuntimeName,
} from './onnx-runtime';
import { assertProviders } from './provider';
import { VariableStore } from './variable-store';

/** How onnxruntime is to compute. */
export type DeviceOptions = {
  /**
   * Threads of one operator; 1 in Node unless given. In a browser onnxruntime-web takes half of the cores, where the page
   * is isolated (`crossOriginIsolated`), and 1 elsewhere. Its first device decides for all of a page.
   */
  readonly threads?: number;
  /** In order of preference, as onnxruntime names them; `['cpu']`, in onnxruntime-web `['wasm']`, unless given. */
  readonly executionProviders?: readonly string[];
  readonly graphOptimization?: 'disabled' | 'basic' | 'extended' | 'all';
  /** `node`, `web`, or such a package itself; onnxruntime-node in Node and onnxruntime-web elsewhere unless given. */
  readonly runtime?: RuntimeName | OnnxRuntime;
};

/** Where compiled functions run. Those of one device share the variables they read and assign. */
export type Device = {
  readonly name: string;
  readonly runtime: OnnxRuntime;
  /** @param state the outputs that hold variables: they stay on the device, if there is one. */
  readonly createSession: (model: Uint8Array, state: readonly string[]) => Promise<OnnxSession>;
  readonly variables: VariableStore;
  /** Runs one thing after another: runs that share variables must not overlap. */
  readonly inTurn: <T>(task: () => Promise<T>) => Promise<T>;
};

/**
 * @throws when onnxruntime is not installed, has none of the execution providers here, or `threads` is not a whole
 * number above 0.
 */
export async function createDevice(options: DeviceOptions = {}): Promise<Device> {
  const { threads, graphOptimization = 'all', runtime: wanted } = options;
  if (threads !== undefined && !(Number.isInteger(threads) && threads > 0)) {
    fail('createDevice', `expected a whole number of threads above 0, got ${threads}`);
  }
  const runtime = typeof wanted === 'object' ? wanted : await loadOnnxRuntime(wanted);
  const web = isWeb(runtime);
  const providers = options.executionProviders ?? [web ? 'wasm' : 'cpu'];
  if (web && (threads || inNode())) runtime.env.wasm.numThreads = threads ?? 1;
  const sessionOptions = {
    intraOpNumThreads: threads ?? 1,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    executionProviders: [...providers],
    graphOptimizationLevel: graphOptimization,
    logSeverityLevel: 3,
    // waiting threads sleep: a training loop shares its cores with what prepares its data
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  };
  if (options.executionProviders) await assertProviders(runtime, providers, sessionOptions);
  const onDevice = web && providers.includes('webgpu');
  const location = (state: readonly string[]) =>
    Object.fromEntries(state.map((name) => [name, 'gpu-buffer']));
  let last: Promise<unknown> = Promise.resolve();
  return {
    name: deviceName(web, options.executionProviders),
    runtime,
    createSession: (model, state) =>
      runtime.InferenceSession.create(
        model,
        onDevice ? { ...sessionOptions, preferredOutputLocation: location(state) } : sessionOptions,
      ),
    variables: new VariableStore(runtime),
    inTurn: (task) => {
      const turn = last.then(task, task);
      last = turn;
      return turn;
    },
  };
}

/** Only what was chosen: `onnxruntime`, `onnxruntime-web`, `onnxruntime (cuda, cpu)`. */
const deviceName = (web: boolean, providers: readonly string[] | undefined): string =>
  `onnxruntime${web ? '-web' : ''}${providers ? ` (${providers.join(', ')})` : ''}`;

/** Gives tfjs's variables the values they have in the device: all that its functions assigned, unless given. */
export async function readVariables(device: Device, variables?: Iterable<tf.Variable>): Promise<void> {
  await device.inTurn(() => device.variables.read(variables));
}
