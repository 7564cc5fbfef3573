import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fail } from '@ibp/core';
import { highsOptions } from './highs-options';
import { readHighsSolution, readReport, startLines } from './highs-solution';
import { highsStatus } from './highs-status';
import { limiter } from './limiter';
import { mpsLines } from './mps';
import { assertProblem, type LinearProblem } from './problem';
import { type Ended, runProcess } from './run-process';
import { assertOptions, type SolveOptions, type SolveResult, type Solver } from './solver';

/** Options of `nativeHighs`. */
export type NativeHighsOptions = {
  /** The program, by its path or as PATH finds it (default `highs`). */
  readonly executable?: string;
  /** Arguments before all others, for a program that runs the solver. */
  readonly args?: readonly string[];
  /** How many problems are solved at a time, each in a process (default 1). */
  readonly processes?: number;
  /** Seconds after its time limit that a process which has not ended by itself is killed (default 10). */
  readonly grace?: number;
};

/** Lines in pieces of about a megabyte. */
function* pieces(lines: Iterable<string>): Generator<string> {
  let piece: string[] = [];
  let length = 0;
  for (const line of lines) {
    piece.push(line, '\n');
    length += line.length;
    if (length > 2 ** 20) {
      yield piece.join('');
      [piece, length] = [[], 0];
    }
  }
  yield piece.join('');
}

const write = (path: string, lines: Iterable<string>): Promise<void> =>
  pipeline(Readable.from(pieces(lines)), createWriteStream(path));

async function result(ended: Ended, solutionFile: string, whole: boolean): Promise<SolveResult> {
  const spent = { seconds: ended.seconds, cpuSeconds: ended.cpuSeconds };
  if (ended.stopped === 'time') return { status: 'timeLimit', ...spent };
  if (ended.stopped === 'abort') return { status: 'failed', reason: 'aborted', ...spent };
  const text = await readFile(solutionFile, 'utf8').catch(() => undefined);
  if (text === undefined || ended.code === undefined) {
    const last = ended.output.trim().split('\n').slice(-3).join(' ');
    return { status: 'failed', reason: `highs ended with code ${ended.code}: ${last}`, ...spent };
  }
  const { status, rowDuals, ...solution } = readHighsSolution(text);
  const bound = whole ? readReport(ended.output, 'Dual bound') : undefined;
  const nodes = whole ? readReport(ended.output, 'Nodes') : undefined;
  return {
    ...highsStatus(status),
    ...solution,
    ...(rowDuals && !whole && { rowDuals }),
    ...(bound !== undefined && { bound }),
    ...(nodes !== undefined && { nodes }),
    ...spent,
  };
}

/**
 * An installed HiGHS (https://highs.dev): the same problem, written to a folder of its own under the system's one for
 * temporary files and removed after. Memory is the machine's, and a solve may use several threads.
 *
 * @throws (on solving) when there is no such program.
 */
export function nativeHighs(native: NativeHighsOptions = {}): Solver {
  const { executable = 'highs', args: first = [], processes = 1, grace = 10 } = native;
  const inTurn = limiter(processes);
  const closed = new AbortController();

  async function solve(problem: LinearProblem, options: SolveOptions): Promise<SolveResult> {
    const folder = await mkdtemp(join(tmpdir(), 'ibp-highs-'));
    const file = (name: string): string => join(folder, name);
    try {
      const settings = { ...highsOptions(problem, options), threads: options.threads ?? 1 };
      await write(
        file('options'),
        Object.entries(settings).map(([name, value]) => `${name} = ${value}`),
      );
      await write(file('problem.mps'), mpsLines(problem));
      if (options.start) await write(file('start.sol'), startLines(options.start));
      const args = [...first, '--model_file', file('problem.mps'), '--options_file', file('options')];
      args.push('--solution_file', file('solution.sol'));
      if (options.start) args.push('--read_solution_file', file('start.sol'));
      const signal = options.signal ? AbortSignal.any([options.signal, closed.signal]) : closed.signal;
      const ended = await runProcess(executable, args, folder, options.timeLimit + grace, signal);
      return await result(ended, file('solution.sol'), problem.integer !== undefined);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      return fail('nativeHighs', `expected a program "${executable}"; highsWasm() needs none`);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  return {
    name: `HiGHS (${executable})`,
    solve: async (problem, options) => {
      assertProblem(problem);
      assertOptions(problem, options);
      return inTurn(() => solve(problem, options));
    },
    close: async () => closed.abort(),
  };
}
