import * as tf from '@tensorflow/tfjs-core';
import { type Candidate, candidates } from './candidates';
import { patchKernels } from './kernels/patch';
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
  /** Where the line about the choice goes, and one for a warning; default console.info. */
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
    try {
      const threaded = candidate.name === 'wasm' && threads > 1;
      if (threaded) await prepareThreads(threads, log);
      await withoutNewListeners(() => start(candidate));
      const { name, package: specifier } = candidate;
      const running = threaded ? await wasmThreads() : 1;
      log(`backend: ${name} (${specifier})${running > 1 ? `, ${running} threads` : ''}`);
      if (candidate.warning) log(`backend: warning: ${candidate.warning}`);
      return { name, package: specifier, tried, ...(running > 1 ? { threads: running } : {}) };
    } catch (error) {
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

async function prepareThreads(threads: number, log: (line: string) => void): Promise<void> {
  try {
    await withoutNewListeners(() => useWasmThreads(threads));
  } catch (error) {
    log(`backend: wasm in one thread, not ${threads}: ${(error as Error).message.split('\n')[0]}`);
  }
}

async function start(candidate: Candidate): Promise<void> {
  const { backend, package: specifier, nodeOnly, accepts, kernels, prepare } = candidate;
  if (nodeOnly && !inNode()) throw new Error('needs Node');
  if (!tf.findBackendFactory(backend)) {
    if (!inNode()) throw new Error(`not registered: import '${specifier}', unless it is not supported here`);
    // a variable, and ignored: a bundler would otherwise refuse to build without every optional package
    await import(/* webpackIgnore: true */ /* @vite-ignore */ specifier);
  }
  if (kernels) patchKernels(backend, kernels);
  prepare?.();
  if (!(await tf.setBackend(backend))) throw new Error('failed to initialise');
  await tf.ready();
  if (accepts && !accepts(tf.backend())) throw new Error('another package of this backend is loaded');
  (await import('./gradients')).registerGradients(); // last: some packages register gradients of their own
  await selfTest(['bound', 'trainingStep']);
}
