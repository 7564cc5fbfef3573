import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Answer, Task, Workload } from './task';

/** An engine in a process of its own, so that peak memory is its own and one engine cannot slow another. */
export type Runner<T extends string = Task, A = Answer> = {
  readonly run: (task: T) => Promise<A>;
  readonly stop: () => void;
  /** The line that says that it has come up. */
  readonly greeting: string;
};

/** How a runner is started: with the workload and the mode as arguments, in JSON and as it is. */
export type Command = {
  readonly program: string;
  readonly script: readonly string[];
  readonly mode?: string;
};

const file = (name: string): string => fileURLToPath(new URL(`./runners/${name}`, import.meta.url));

/** A script of `runners`, in a process like this one. */
const script = (name: string) => ['--conditions=@ibp/source', '--import', 'tsx', file(name)];
const tfjs = script('tfjs.ts');

/** How each engine is started. A new engine is a runner and a line here. */
export const engines: { readonly [name: string]: Command } = {
  wasm: { program: process.execPath, script: tfjs, mode: 'eager' },
  onnx: { program: process.execPath, script: tfjs, mode: 'onnx' },
  torch: { program: 'python3', script: [file('torch_step.py')], mode: 'eager' },
  'torch-compiled': { program: 'python3', script: [file('torch_step.py')], mode: 'compiled' },
};

/** The same for verification (verification/task.ts), and what trains the network that is verified. */
export const verifiers: { readonly [name: string]: Command } = {
  wasm: { program: process.execPath, script: script('verify-tfjs.ts'), mode: 'eager' },
  onnx: { program: process.execPath, script: script('verify-tfjs.ts'), mode: 'onnx' },
  float64: { program: process.execPath, script: script('verify-float64.ts') },
  torch: { program: 'python3', script: [file('torch_verify.py')] },
  lirpa: { program: 'python3', script: [file('lirpa_verify.py')] },
};
export const preparation: Command = { program: process.execPath, script: script('verify-prepare.ts') };

/**
 * Starts an engine.
 *
 * @throws when it does not come up, with what it printed.
 */
export const startRunner = (engine: string, workload: Workload): Promise<Runner> =>
  startProcess(engines[engine]!, workload);

/** @throws when it does not come up, with what it printed. */
export async function startProcess<T extends string, A>(
  { program, script, mode = '' }: Command,
  workload: { readonly threads: number },
): Promise<Runner<T, A>> {
  const threads = { OMP_NUM_THREADS: String(workload.threads) };
  const child = spawn(program, [...script, JSON.stringify(workload), mode], {
    env: { ...process.env, ...threads },
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = answerOf(child, lines);
  const greeting = await next();
  return {
    greeting,
    run: async (task) => {
      child.stdin.write(`${task}\n`);
      return JSON.parse(await next()) as A;
    },
    stop: () => child.kill(),
  };
}

function answerOf(child: ChildProcess, lines: AsyncIterator<string>): () => Promise<string> {
  let errors = '';
  child.stderr!.on('data', (chunk) => {
    errors += chunk;
  });
  const failed = new Promise<never>((_, reject) => child.once('error', reject));
  failed.catch(() => undefined); // heard by the next answer, if there is one
  return async () => {
    const { value, done } = await Promise.race([lines.next(), failed]);
    if (done) throw new Error(lastWords(errors));
    return value;
  };
}

/** The error that ended a process: Node prints a stack after it and Python one before. */
function lastWords(printed: string): string {
  const lines = printed.trim().split('\n');
  return lines.findLast((line) => /^\w*Error\b/.test(line)) || lines.at(-1) || 'it ended without a word';
}
