import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

export type Ended = {
  readonly output: string;
  /** Undefined when the process was stopped or killed. */
  readonly code?: number;
  readonly stopped?: 'time' | 'abort';
  readonly seconds: number;
  readonly cpuSeconds: number;
};

/** Seconds of processor time of a running process, where Linux tells (in hundredths). */
function processorTime(pid: number | undefined): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // the name of the program, in brackets, may hold blanks; user and system time are the 12th and 13th after it
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return undefined;
  }
}

/**
 * Runs a program in a folder, for at most so many seconds, and ends with what it printed.
 *
 * @throws (rejects) when it cannot be started.
 */
export function runProcess(
  program: string,
  args: readonly string[],
  folder: string,
  limit: number,
  signal?: AbortSignal,
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const elapsed = (): number => (performance.now() - started) / 1e3;
    const child = spawn(program, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    const output: string[] = [];
    let stopped: Ended['stopped'];
    // the last time it was seen; what follows counts as wall-clock
    let seen = { cpu: 0, at: 0 };
    const watch = setInterval(() => {
      const cpu = processorTime(child.pid);
      if (cpu !== undefined) seen = { cpu, at: elapsed() };
    }, 200);
    const stop = (why: NonNullable<Ended['stopped']>) => () => {
      stopped ??= why;
      child.kill('SIGKILL');
    };
    const abort = stop('abort');
    const timer = setTimeout(stop('time'), Math.min(limit * 1e3, 2 ** 31 - 1));
    const settle = (): void => {
      clearInterval(watch);
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    };
    if (signal?.aborted) abort();
    signal?.addEventListener('abort', abort);
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => output.push(String(data)));
    child.on('error', (error) => {
      settle();
      reject(error);
    });
    child.on('close', (code) => {
      settle();
      const seconds = elapsed();
      resolve({
        output: output.join(''),
        ...(code !== null && { code }),
        ...(stopped && { stopped }),
        seconds,
        cpuSeconds: Math.max(0, seen.cpu + seconds - seen.at),
      });
    });
  });
}
