import * as tf from '@tensorflow/tfjs-core';
import { type Candidate, candidates, hasGpu } from './candidates';
import { patchKernels } from './kernels/patch';
import { importable } from './package-folder';
import { withoutNewListeners } from './process-listeners';
import { selfTest } from './self-test/self-test';
import { useWasmThreads, wasmThreads } from './wasm-threads';

/** The backend that `selectBackend` took, and those it did not. */
export type BackendChoice = {
  /** `tfjs-node-gpu`, `tfjs-node`, `webgpu`, `webgl`, `wasm` or `cpu`. */
  readonly name: string;
  /** The npm package that provides it. */
  readonly package: string;
  /** How many threads the wasm backend computes in, if more than one were asked for. */
  readonly threads?: number;
  /** Of tfjs-node-gpu: whether it found a GPU. */
  readonly gpu?: boolean;
  /** What was tried before it, and why it was not taken. */
  readonly tried: readonly { readonly name: string; readonly error: string }[];
};

/** Options of `selectBackend`. */
export type SelectBackendOptions = {
  /** A name of `BackendChoice`, or `tensorflow` for either tfjs-node; default: the variable IBP_BACKEND. */
  readonly prefer?: string;
  /**
   * Threads for the wasm backend, which must not have started yet; default: the variable IBP_THREADS, else 1. Where
   * they do not work there is one, and a line says why.
   */
  readonly threads?: number;
  /**
   * Whether tfjs-node-gpu may round the operands of products and convolutions to TF32, 10 bits of 23, as it would by itself:
   * faster, and enough for training; {@link assertFloat32} refuses it for certificates. Default false, by the variable
   * NVIDIA_TF32_OVERRIDE unless it is set. Heard before tfjs-node-gpu is loaded.
   */
  readonly tf32?: boolean;
  /**
   * Whether its numbers must be there at once (`dataSync`), as attacks, searches and the bounds of CROWN read them; default true.
   * Without, a backend may be taken of which only `await data()` is right: WebGPU in some browsers.
   */
  readonly atOnce?: boolean;
  /** Where the line about the choice goes; default console.info. */
  readonly log?: (line: string) => void;
};

const inNode = () => typeof process !== 'undefined' && Boolean(process.versions?.node);

/**
 * Makes the fastest backend that is installed and works the current one of tfjs: tfjs-node-gpu,
 * tfjs-node, wasm, cpu; webgpu and webgl if asked for by name. Registers all gradients, and the kernels of this
 * package. A backend works if it gives the numbers that are known of a bound and of a step of training. In Node the
 * packages are found by themselves; in a bundle import those that it is to contain (`@ibp/backend/wasm`).
 *
 * @throws if `prefer` (or IBP_BACKEND) is unknown or does not work, or nothing does; with every reason.
 *
 * @example
 * ```ts
 * import { selectBackend } from '@ibp/backend';
 *
 * const { tried } = await selectBackend({ prefer: 'wasm', log: () => {} });
 * console.log(tried.length); // 0
 * ```
 */
export async function selectBackend(options: SelectBackendOptions = {}): Promise<BackendChoice> {
  const { prefer = inNode() ? process.env.IBP_BACKEND : undefined, log = console.info } = options;
  const threads = options.threads ?? Number((inNode() && process.env.IBP_THREADS) || 1);
  if (!(Number.isInteger(threads) && threads > 0)) {
    throw new Error(`selectBackend: expected a whole number of threads above 0, got ${threads}`);
  }
  const wanted = candidates.filter((c) => (prefer ? [c.name, c.backend].includes(prefer) : !c.onRequest));
  if (wanted.length === 0) {
    const names = candidates.map((c) => c.name).join(', ');
    throw new Error(`selectBackend: expected one of ${names} or tensorflow, got ${prefer}`);
  }
  const before = tf.engine().backendName;
  const tried: { name: string; error: string }[] = [];
  for (const candidate of wanted) {
    const undo = candidate.name === 'tfjs-node-gpu' && !options.tf32 ? withoutTf32() : undefined;
    try {
      const threaded = candidate.name === 'wasm' && threads > 1 && (await prepareThreads(threads, log));
      await withoutNewListeners(() => start(candidate, options.atOnce ?? true));
      const { name, package: specifier } = candidate;
      const running = threaded ? await wasmThreads() : 1;
      const remark = candidate.remark?.(tf.backend());
      const remarks = [...(running > 1 ? [`${running} threads`] : []), ...(remark ? [remark] : [])];
      log([`backend: ${name} (${specifier})`, ...remarks].join(', '));
      return {
        name,
        package: specifier,
        tried,
        ...(running > 1 ? { threads: running } : {}),
        ...(name === 'tfjs-node-gpu' ? { gpu: hasGpu(tf.backend()) } : {}),
      };
    } catch (error) {
      undo?.();
      tried.push({
        name: candidate.name,
        error: String(error instanceof Error ? error.message : error).split('\n')[0]!,
      });
    }
  }
  if (before) await tf.setBackend(before); // not what was tried last
  const reasons = tried.map((t) => `\n  ${t.name}: ${t.error}`).join('');
  throw new Error(`selectBackend: expected ${prefer ?? 'a backend'} to work${reasons}`);
}

/** Has NVIDIA's libraries, which are not loaded yet, multiply in float32, unless it is set otherwise; undone by what it returns. */
function withoutTf32(): (() => void) | undefined {
  if (!inNode() || process.env.NVIDIA_TF32_OVERRIDE !== undefined) return undefined;
  process.env.NVIDIA_TF32_OVERRIDE = '0';
  return () => {
    delete process.env.NVIDIA_TF32_OVERRIDE;
  };
}

/** Whether there may be threads. */
async function prepareThreads(threads: number, log: (line: string) => void): Promise<boolean> {
  try {
    await withoutNewListeners(() => useWasmThreads(threads));
    return true;
  } catch (error) {
    log(`backend: wasm in one thread, not ${threads}: ${(error as Error).message.split('\n')[0]}`);
    return false;
  }
}

async function start(candidate: Candidate, atOnce: boolean): Promise<void> {
  const { backend, package: name, nodeOnly, folder, accepts, kernels, beforeLoading, prepare } = candidate;
  if (nodeOnly && !inNode()) throw new Error('needs Node');
  if (!tf.findBackendFactory(backend)) {
    if (!inNode()) throw new Error(`not registered: import '${name}', unless it is not supported here`);
    await beforeLoading?.();
    // a variable, and ignored: a bundler would otherwise refuse to build without every optional package
    const specifier = folder ? await importable(name, folder) : name;
    await import(/* webpackIgnore: true */ /* @vite-ignore */ specifier);
  }
  if (kernels) patchKernels(backend, kernels);
  prepare?.();
  if (!(await tf.setBackend(backend))) throw new Error('failed to initialise');
  await tf.ready();
  if (accepts && !accepts(tf.backend())) throw new Error('another package of this backend is loaded');
  (await import('./gradients')).registerGradients(); // last: some packages register gradients of their own
  await selfTest(['kinds', ...(atOnce ? (['reading'] as const) : []), 'bound', 'trainingStep']);
}
