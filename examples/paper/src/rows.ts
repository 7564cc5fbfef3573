import type { Context } from './context';
import { full } from './full';
import { type Job, jobOf, type Outcome, runJob } from './jobs';
import { type Measured, measure } from './measure';
import { type PublishedRow, radius } from './published';
import { scaled } from './scale';

/** A row of a table: the paper's and ours. */
export type MeasuredRow = {
  readonly published: PublishedRow;
  readonly job: Job;
  readonly outcome: Outcome<Measured>;
};

export type RowsOptions = {
  /** Whether to attack. */
  readonly pgd: boolean;
  /** Whether to go beyond interval bounds. */
  readonly exact: boolean;
  /** Called with the rows so far whenever there are more. */
  readonly onRows?: (rows: readonly MeasuredRow[]) => Promise<void>;
};

/** Trains what the rows of a table need, each network once, and measures it at each row's radius. */
export async function measureRows(
  rows: readonly PublishedRow[],
  context: Context,
  { pgd, exact, onRows }: RowsOptions,
): Promise<MeasuredRow[]> {
  const wanted = rows.map((published) => ({ published, job: jobOf(published, context) }));
  const done = new Map<PublishedRow, MeasuredRow>();
  for (const name of new Set(wanted.map(({ job }) => job.name))) {
    const own = wanted.filter(({ job }) => job.name === name);
    const { job } = own[0]!;
    const size = scaled(full[job.dataset], context.size);
    const outcome = await runJob(job, context, async (trained) => {
      const measured: Measured[] = [];
      for (const { published } of own) {
        const what = {
          epsilon: radius(published.epsilon),
          testExamples: size.testExamples,
          ...(pgd ? { pgd: size.pgd } : {}),
          ...(exact ? { exact: context.exact } : {}),
        };
        measured.push(await measure(trained, job.recipe, what));
      }
      return measured;
    });
    own.forEach(({ published }, i) => {
      const single = 'value' in outcome ? { ...outcome, value: outcome.value[i]! } : outcome;
      done.set(published, { published, job, outcome: single });
    });
    await onRows?.(rows.flatMap((row) => done.get(row) ?? []));
  }
  return rows.flatMap((row) => done.get(row) ?? []);
}

/** What a file of results says of networks, without what only the program needs. */
export const forJson = <T extends { readonly job: Job }>(rows: readonly T[]) =>
  rows.map(({ job, ...rest }) => ({ network: job.name, recipe: job.recipe, ...rest }));
