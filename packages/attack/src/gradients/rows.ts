import type { Problem } from '../problem';
import type { Run } from '../run';

/** An array with its shape, as engines take it. */
export type Rows = {
  readonly dtype: 'float32';
  readonly shape: readonly number[];
  readonly data: Float32Array;
};

/** The inputs of one evaluation, a row for each run. */
export type Batch = { readonly [name: string]: Rows };

export type BatchOptions = {
  /** Of the rows; those past the runs repeat the first. */
  readonly count: number;
  /** Whether sign steps are made: then there are their boxes and lengths, too. */
  readonly steps: boolean;
};

/** Gathers the runs' points, specifications and targets; what does not change from step to step is kept for the same runs. */
export function batchMaker(): (problem: Problem, runs: readonly Run[], options: BatchOptions) => Batch {
  let last:
    | { readonly of: Problem; readonly runs: readonly Run[]; readonly key: string; readonly batch: Batch }
    | undefined;
  return (problem, runs, { count, steps }) => {
    const key = `${count} ${steps}`;
    const same = last?.of === problem && last.key === key && sameRuns(last.runs, runs);
    if (!same) {
      last = { of: problem, runs: [...runs], key, batch: fixedRows(problem, runs, { count, steps }) };
    }
    const x = emptyRows(count, problem.network.inputShape);
    const share = emptyRows(
      count,
      problem.network.inputShape.map(() => 1),
    );
    for (let i = 0; i < count; i++) {
      const run = runs[i] ?? runs[0]!;
      x.data.set(run.point, i * problem.size);
      if (steps) share.data[i] = run.share!();
    }
    return { ...last!.batch, x, ...(steps && { share }) };
  };
}

const sameRuns = (a: readonly Run[], b: readonly Run[]): boolean =>
  a.length === b.length && a.every((run, i) => run === b[i]);

const emptyRows = (count: number, shape: readonly number[]): Rows => ({
  dtype: 'float32',
  shape: [count, ...shape],
  data: new Float32Array(shape.reduce((a, b) => a * b, count)),
});

function fixedRows(problem: Problem, runs: readonly Run[], { count, steps }: BatchOptions): Batch {
  const { size, units, specs, c, d, network, balls } = problem;
  const outputs = network.nodes.at(-1)!.shape;
  const batch = {
    c: emptyRows(count, [specs, ...outputs]),
    d: emptyRows(count, [specs]),
    targets: emptyRows(count, [specs]),
  };
  const [radii, lower, upper] = [0, 1, 2].map(() => emptyRows(steps ? count : 0, network.inputShape));
  for (let i = 0; i < count; i++) {
    const { example, target } = runs[i] ?? runs[0]!;
    batch.c.data.set(c.subarray(example * specs * units, (example + 1) * specs * units), i * specs * units);
    batch.d.data.set(d.subarray(example * specs, (example + 1) * specs), i * specs);
    if (target >= 0) batch.targets.data[i * specs + target] = 1;
    if (!steps) continue;
    const ball = balls[example]!;
    radii!.data.set(ball.radii, i * size);
    lower!.data.set(ball.lower, i * size);
    upper!.data.set(ball.upper, i * size);
  }
  return { ...batch, ...(steps && { radii: radii!, lower: lower!, upper: upper! }) };
}
