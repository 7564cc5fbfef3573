import type { Problem } from '../problem';
import type { Run } from '../run';

/** An array with its shape, as engines take it. */
export type Rows = {
  readonly dtype: 'float32';
  readonly shape: readonly number[];
  readonly data: Float32Array;
};

/** The inputs of one evaluation, a row for each run. */
export type Batch = { readonly x: Rows; readonly c: Rows; readonly d: Rows; readonly targets: Rows };

/**
 * Gathers the runs' points, specifications and targets.
 *
 * @param count of the rows; those past the runs repeat the first.
 */
export function batchOf(problem: Problem, runs: readonly Run[], count = runs.length): Batch {
  const { size, units, specs, c, d, network } = problem;
  const rows = (shape: readonly number[], length: number) => ({
    dtype: 'float32' as const,
    shape: [count, ...shape],
    data: new Float32Array(count * length),
  });
  const outputs = network.nodes.at(-1)!.shape;
  const batch = {
    x: rows(network.inputShape, size),
    c: rows([specs, ...outputs], specs * units),
    d: rows([specs], specs),
    targets: rows([specs], specs),
  };
  for (let i = 0; i < count; i++) {
    const { point, example, target } = runs[i] ?? runs[0]!;
    batch.x.data.set(point, i * size);
    batch.c.data.set(c.subarray(example * specs * units, (example + 1) * specs * units), i * specs * units);
    batch.d.data.set(d.subarray(example * specs, (example + 1) * specs), i * specs);
    if (target >= 0) batch.targets.data[i * specs + target] = 1;
  }
  return batch;
}
