import { fail, type PlainNetwork, sizeOf } from '@ibp/core';
import type { Enclosure } from '../rigorous/enclosure';
import type { PlainSpec } from '../rigorous/spec';
import type { SolveResult } from '../solver/solver';
import type { Encoding } from './encode';
import { breaks, inputOf, type RowVerdict } from './row-verdict';
import { type RowOptions, writeRow } from './write-row';

/** Options of `verifyByMip`. */
export type MipOptions = RowOptions & {
  /**
   * `verified` needs every margin `-(c z + d)` of the box to be above this (default 1e-4): a solver's proof is no
   * certificate, and its tolerances are about 1e-6.
   */
  readonly delta?: number;
  /** Let the solver search for points that break the row (default false): for what smells of an attack. */
  readonly heuristics?: boolean;
  /** Threads of a native solver. */
  readonly threads?: number;
  /** A point of the box to start the solver from. */
  readonly start?: Float32Array;
};

/** The search stops at a point that breaks the row by this much: float32 can still see it. */
const TARGET = -1e-5;
/** Past this many terms interior points solve the linear problems faster than the simplex method. */
const LARGE = 300_000;

/**
 * Decides one row `c z + d < 0` over a box by mixed-integer programming: "is there a point whose margin is at most
 * delta?" The network is written exactly, with a binary for each ReLU that the bounds leave open (Tjeng, Xiao and
 * Tedrake 2019); complete, given the time.
 *
 * `verified` only when the solver says that there is no such point; `falsified` only with a point that breaks the row
 * when it is run; an optimum from 0 to delta is `unknown` (`tolerance`). A row that has one value over the box, as at a
 * fixed input, is decided without the solver, in exact arithmetic and whatever delta.
 *
 * @returns `bound` is the solver's own, no certificate.
 * @throws when the network has an op that is not piecewise linear, the box, the row, bounds or the start do not fit it, or
 * there is no time.
 */
export async function verifyByMip(
  network: PlainNetwork,
  box: Enclosure,
  spec: PlainSpec,
  options: MipOptions,
): Promise<RowVerdict> {
  const started = performance.now();
  const { delta = 1e-4, heuristics = false, start } = options;
  const units = sizeOf(network.nodes[0]!.shape);
  if (start && start.length !== units) {
    fail('verifyByMip', `expected a start of ${units} units, got ${start.length}`);
  }
  const written = await writeRow('verifyByMip', network, box, spec, {
    ...options,
    exact: true,
    cutOff: delta,
  });
  const building = (performance.now() - started) / 1e3;
  if ('answer' in written) return { ...written.answer, seconds: building, cpuSeconds: building };

  const { encoding } = written;
  const { problem } = encoding;
  const result = await options.solver.solve(problem, {
    timeLimit: written.timeLimit,
    objectiveTarget: TARGET,
    heuristics,
    ...(problem.values.length > LARGE && { method: 'ipm' as const }),
    ...(options.threads !== undefined && { threads: options.threads }),
    ...(start && { start: encoding.complete(Float64Array.from(start)) }),
    ...(options.signal && { signal: options.signal }),
  });
  const answer = await interpret(
    result,
    delta,
    (solution) => inputOf(encoding.inputs, solution, box),
    (point) => breaks(network, box, spec, point, options.confirm),
  );
  return {
    ...answer,
    ...(result.nodes !== undefined && { nodes: result.nodes }),
    size: sizeOfProblem(encoding),
    seconds: (performance.now() - started) / 1e3,
    cpuSeconds: building + result.cpuSeconds,
  };
}

export const sizeOfProblem = ({ problem, unstable }: Encoding) => ({
  columns: problem.columns,
  rows: problem.rows,
  terms: problem.values.length,
  unstable,
});

/** What a solver's result says of the row; `isWitness` tells whether a point breaks it. */
async function interpret(
  { status, reason, x, bound: least }: SolveResult,
  delta: number,
  pointOf: (solution: Float64Array) => Float32Array,
  isWitness: (point: Float32Array) => Promise<boolean>,
): Promise<Omit<RowVerdict, 'seconds' | 'cpuSeconds'>> {
  if (status === 'infeasible') return { status: 'verified', bound: -delta };
  const point = x && pointOf(x);
  if (point && (await isWitness(point))) return { status: 'falsified', witness: point };
  const known = {
    status: 'unknown' as const,
    ...(point && { point }),
    ...(least !== undefined && Number.isFinite(least) && { bound: -least }),
  };
  if (status === 'optimal' || status === 'target') {
    return {
      ...known,
      reason: 'tolerance',
      detail: `the least margin is at most ${delta}, and no point breaks the row`,
    };
  }
  if (status === 'timeLimit') return { ...known, reason: 'time-out', detail: 'the solver ran out of time' };
  return { ...known, reason: 'failure', detail: reason ?? status };
}
