import { fail } from '@ibp/core';
import type * as tf from '@tensorflow/tfjs-core';
import type { TensorFunction, TensorSpec } from '../capture/capture';
import type { FormChoice } from '../graph/form';
import type { Graph } from '../graph/graph';
import { inBlocks } from '../optimize/blocks/in-blocks';
import { forGpu } from '../optimize/for-gpu';
import { channelBlock } from './channel-block';
import { downloader } from './download';
import { formMeasurer } from './measure-forms';
import {
  inNode,
  isWeb,
  loadOnnxRuntime,
  type OnnxRuntime,
  type OnnxSession,
  type RuntimeName,
} from './onnx-runtime';
import { assertGpuKernels, assertProviders, type ExecutionProvider, providerName } from './provider';
import { usualForms } from './usual-forms';
import { VariableStore } from './variable-store';

/** How onnxruntime is to compute. */
export type DeviceOptions = {
  /**
   * Threads of one operator; 1 in Node unless given. In a browser onnxruntime-web takes half of the cores, where the page
   * is isolated (`crossOriginIsolated`), and 1 elsewhere. Its first device decides for all of a page.
   */
  readonly threads?: number;
  /**
   * In order of preference, as onnxruntime names them, or with their options, as `{ name: 'webgpu', preferredLayout: 'NCHW' }`;
   * `['cpu']`, in onnxruntime-web `['wasm']`, unless given.
   */
  readonly executionProviders?: readonly ExecutionProvider[];
  /**
   * How kernels are computed that can be in several ways, as the gradients of convolutions: `measured` tries each, a
   * second or so for each shape, and takes the fastest, so that two runs may round differently; `usual`, what is known
   * to be fast on such a device, unless given.
   */
  readonly forms?: 'usual' | 'measured';
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
  /** A graph by the ops that are fast there. */
  readonly suited: (graph: Graph) => Graph;
  /** Which form each kernel takes that a function calls. */
  readonly forms: (
    fn: TensorFunction,
    specs: { readonly [name: string]: TensorSpec },
  ) => Promise<FormChoice | undefined>;
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
  const onDevice =
    options.executionProviders?.some((provider) => providerName(provider) === 'webgpu') ?? false;
  const runtime = typeof wanted === 'object' ? wanted : await loadOnnxRuntime(wanted, onDevice);
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
    // between runs waiting threads sleep: a training loop shares its cores with what prepares its data; within one they are
    // needed again within microseconds, sooner than they would wake
    extra: {
      session: {
        force_spinning_stop: '1',
        intra_op: { allow_spinning: (threads ?? 1) > 1 && !web ? '1' : '0' },
      },
    },
  };
  if (options.executionProviders) await assertProviders(runtime, providers, sessionOptions);
  if (web && onDevice) await assertGpuKernels(runtime, sessionOptions);
  const location = (state: readonly string[]) =>
    Object.fromEntries(state.map((name) => [name, 'gpu-buffer']));
  const createSession: Device['createSession'] = (model, state) =>
    runtime.InferenceSession.create(
      model,
      onDevice ? { ...sessionOptions, preferredOutputLocation: location(state) } : sessionOptions,
    );
  const onlyCpu = providers.every((provider) => providerName(provider) === 'cpu');
  const block = onlyCpu && !web ? await channelBlock({ runtime, createSession }) : undefined;
  const same = (graph: Graph): Graph => graph;
  const suited = onDevice ? forGpu : block ? inBlocks(block) : same;
  const measured =
    options.forms === 'measured' ? formMeasurer({ runtime, createSession, suited }) : undefined;
  let last: Promise<unknown> = Promise.resolve();
  return {
    name: deviceName(web, options.executionProviders),
    runtime,
    createSession,
    suited,
    variables: new VariableStore(runtime, { onDevice, download: downloader(runtime, sessionOptions) }),
    forms: async (fn, specs) =>
      measured?.(fn, specs) ?? usualForms(onDevice, block ? { block, threads: threads ?? 1 } : undefined),
    inTurn: (task) => {
      const turn = last.then(task, task);
      last = turn;
      return turn;
    },
  };
}

/** Only what was chosen: `onnxruntime`, `onnxruntime-web`, `onnxruntime (cuda, cpu)`. */
const deviceName = (web: boolean, providers: readonly ExecutionProvider[] | undefined): string =>
  `onnxruntime${web ? '-web' : ''}${providers ? ` (${providers.map(providerName).join(', ')})` : ''}`;

/** Gives tfjs's variables the values they have in the device: all that its functions assigned, unless given. */
export async function readVariables(device: Device, variables?: Iterable<tf.Variable>): Promise<void> {
  await device.inTurn(() => device.variables.read(variables));
}
