import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Answer, Task, Workload } from './task';

/** An engine in a process of its own, so that peak memory is its own and one engine cannot slow another. */
export type Runner = {
  readonly run: (task: Task) => Promise<Answer>;
  readonly stop: () => void;
};

type Command = { readonly program: string; readonly script: readonly string[]; readonly mode?: string };

const file = (name: string): string => fileURLToPath(new URL(`./runners/${name}`, import.meta.url));

const tfjs = ['--conditions=@ibp/source', '--import', 'tsx', file('tfjs.ts')];

/** How each engine is started. A new engine is a runner and a line here. */
export const engines: { readonly [name: string]: Command } = {
  wasm: { program: process.execPath, script: tfjs, mode: 'eager' },
  onnx: { program: process.execPath, script: tfjs, mode: 'onnx' },
  torch: { program: 'python3', script: [file('torch_step.py')] },
};

/**
 * Starts an engine.
 *
 * @throws when it does not come up, with what it printed.
 */
export async function startRunner(engine: string, workload: Workload): Promise<Runner> {
  const { program, script, mode = '' } = engines[engine]!;
  const threads = { OMP_NUM_THREADS: String(workload.threads) };
  const child = spawn(program, [...script, JSON.stringify(workload), mode], {
    env: { ...process.env, ...threads },
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = answerOf(child, lines);
  await next();
  return {
    run: async (task) => {
      child.stdin.write(`${task}\n`);
      return JSON.parse(await next()) as Answer;
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
    if (done) throw new Error(errors.trim().split('\n').at(-1) || 'it ended without a word');
    return value;
  };
}
