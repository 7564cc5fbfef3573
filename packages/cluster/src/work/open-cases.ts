import type { Case, Journal } from '@ibp/verify';

/** So many are kept: those of a few chunks. */
const most = 1000;

/** What is known of cases that a chunk left open, by their places. */
export type OpenCases = Map<number, Case>;

/**
 * The journal of a request, in memory: where the job that ends a case comes to the process that left it open, stages that have seen it do not
 * see it again. No other process is asked, whose word would be in results of this one.
 *
 * @param quick what ends a request without a verdict goes on in another one.
 */
export const openJournal = (kept: OpenCases, quick: boolean): Journal => ({
  load: async () => [...kept.values()],
  append: async ({ verdict, ...open }) => {
    kept.delete(open.index);
    if (verdict && !(quick && verdict.status === 'unknown')) return;
    kept.set(open.index, open);
    if (kept.size > most) kept.delete(kept.keys().next().value!);
  },
});
