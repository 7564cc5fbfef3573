import { printError } from './wasm-memory';

/** A module of Emscripten, with its workers. */
export type WasmModule = {
  readonly cwrap: (name: string, returns: string | null, takes: readonly string[]) => unknown;
  readonly PThread: { readonly [K in 'unusedWorkers' | 'runningWorkers']: readonly { unref(): void }[] };
  tfjs?: unknown;
};

type Factory = (options: object) => Promise<WasmModule>;

const BUILD = 'tfjs-backend-wasm-threaded-simd';

/**
 * Starts the build with threads of `@tensorflow/tfjs-backend-wasm`, which must have been imported, in Node; of public files of
 * that package alone. A temporary file is gone when this returns.
 */
export async function startThreadedModule(threads: number): Promise<WasmModule> {
  const node = builtins();
  const folder = node.path.join(loadedFrom(node), 'wasm-out');
  const require = node.module.createRequire(node.path.join(folder, BUILD));
  const { wasmWorkerContents } = require(`./${BUILD}.worker.js`) as { wasmWorkerContents: string };
  const factory = require(`./${BUILD}.js`) as Factory;
  const temporary = node.fs.mkdtempSync(node.path.join(node.os.tmpdir(), 'ibp-wasm-'));
  try {
    // as tfjs makes one for browsers, but a file: workers of Node take no blobs. Its ending says it is no ES module
    const worker = node.path.join(temporary, 'worker.cjs');
    node.fs.writeFileSync(worker, wasmWorkerContents.replace(/\n/g, '\\n'));
    const main = node.path.join(folder, `${BUILD}.js`);
    const module = await inSurroundings(node, threads, () =>
      factory({
        locateFile: (file: string) => (file.endsWith('.worker.js') ? worker : node.path.join(folder, file)),
        mainScriptUrlOrBlob: main,
        printErr: printError,
      }),
    );
    module.tfjs = {
      init: module.cwrap('init', null, []),
      initWithThreadsCount: module.cwrap('init_with_threads_count', null, ['number']),
      getThreadsCount: module.cwrap('get_threads_count', 'number', []),
      registerTensor: module.cwrap('register_tensor', null, ['number', 'number', 'number']),
      disposeData: module.cwrap('dispose_data', null, ['number']),
      dispose: module.cwrap('dispose', null, []),
    };
    return module;
  } finally {
    node.fs.rmSync(temporary, { recursive: true, force: true });
  }
}

type Builtins = {
  readonly fs: typeof import('node:fs');
  readonly os: typeof import('node:os');
  readonly path: typeof import('node:path');
  readonly module: typeof import('node:module');
  readonly workers: Omit<typeof import('node:worker_threads'), 'Worker'> & {
    Worker: typeof import('node:worker_threads').Worker;
  };
};

/** Node's own modules, asked of the process: an import of them would not go into a bundle for browsers. */
function builtins(): Builtins {
  const get = (process as { getBuiltinModule?: (id: string) => unknown }).getBuiltinModule;
  if (!get) throw new Error(`needs Node 20.16 or newer, not ${process.versions.node}`);
  const [fs, os, path, module, workers] = ['fs', 'os', 'path', 'module', 'worker_threads'].map((id) =>
    get(`node:${id}`),
  );
  return { fs, os, path, module, workers } as Builtins;
}

/** The folder of the package, wherever it was found. */
function loadedFrom({ module, path }: Builtins): string {
  const files = Object.keys(module.createRequire(path.join(process.cwd(), 'x')).cache);
  const main = files.find((file) => /tfjs-backend-wasm[\\/]dist[\\/][^\\/]*$/.test(file));
  if (!main) throw new Error('@tensorflow/tfjs-backend-wasm was not loaded from a file');
  return path.dirname(path.dirname(main));
}

/**
 * Starts a module of Emscripten in surroundings that suit it: it starts half as many workers as there are processors, and
 * who waits for more waits for ever; it hands them the options of this process, of which workers refuse some;
 * and it leaves a global `Worker` behind.
 */
async function inSurroundings<T>(
  { os, workers }: Builtins,
  threads: number,
  body: () => Promise<T>,
): Promise<T> {
  const { cpus } = os;
  const { Worker } = workers;
  const before = Object.getOwnPropertyDescriptor(globalThis, 'Worker');
  const [core] = cpus();
  os.cpus = () => Array(2 * threads).fill(core);
  workers.Worker = class extends Worker {
    constructor(file: string | URL) {
      super(file, { execArgv: [] });
    }
  };
  try {
    return await body();
  } finally {
    os.cpus = cpus;
    workers.Worker = Worker;
    if (before) Object.defineProperty(globalThis, 'Worker', before);
    else Reflect.deleteProperty(globalThis, 'Worker');
  }
}
