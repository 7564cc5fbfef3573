import type { CaseList } from '../campaign/case-list';
import type { Store } from '../store/store';
import type { Settled } from '../work/work';

/** Seconds that a job should take: what is lost with a worker that is killed, and what is waited for when one is told to stop. */
const wanted = 30;
/** Cases that are settled to see how long they take, and those before them, by which what is compiled once has been. */
const [sample, warmUp] = [8, 2];

/**
 * How many cases a job should have by the time that some take here, at most 100. They are cases of the campaign, from all over it, and their
 * results stay, where they have one.
 *
 * @param limits the fewest; 10 unless given.
 * @param work settles cases, as `workOn` does with `quick`.
 */
export async function measuredChunk(
  { cases, idOf }: CaseList,
  store: Store,
  { least = 10, now = () => performance.now() }: { readonly least?: number; readonly now?: () => number },
  work: (numbers: readonly number[]) => AsyncIterable<Settled>,
): Promise<number> {
  const most = Math.min(cases, sample + warmUp);
  const spread = [...new Set(Array.from({ length: most }, (_, i) => Math.floor((i * cases) / most)))];
  const open: number[] = [];
  for (const number of spread) if (!(await store.has('results', idOf(number)))) open.push(number);
  if (open.length === 0) return least;
  // of few the first count as well
  const first = open.length > warmUp ? warmUp : 0;
  const settle = async (numbers: readonly number[]) => {
    for await (const _ of work(numbers));
  };
  if (first > 0) await settle(open.slice(0, first));
  const start = now();
  await settle(open.slice(first));
  const seconds = (now() - start) / 1000 / (open.length - first);
  return Math.round(Math.min(100, Math.max(least, wanted / Math.max(seconds, 1e-3))));
}
