import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** PyTorch running torch_step.py, one request at a time. */
export type Torch = {
  readonly version: string;
  readonly steps: (mode: string, threads: number, count: number) => Promise<number[]>;
  readonly close: () => void;
};

/** Nothing when `python` (PYTHON in the environment, else python3) has no torch. */
export async function startTorch(): Promise<Torch | undefined> {
  const script = path.join(import.meta.dirname, 'torch_step.py');
  const child = spawn(process.env.PYTHON ?? 'python3', [script], { stdio: ['pipe', 'pipe', 'ignore'] });
  const gone = new Promise<undefined>((resolve) => {
    child.on('error', () => resolve(undefined));
    child.on('exit', () => resolve(undefined));
  });
  child.stdin.on('error', () => {}); // of a process that did not start
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const first = await Promise.race([lines.next(), gone]);
  if (!first || first.done) return undefined;
  return {
    version: JSON.parse(first.value),
    steps: async (mode, threads, count) => {
      child.stdin.write(`${mode} ${threads} ${count}\n`);
      return JSON.parse((await lines.next()).value);
    },
    close: () => child.stdin.end(),
  };
}
