import type { Certified } from '@ibp/verify';

/** Counts verdicts as they come: to sum up all of them anew for each one takes longer than most verdicts do. */
export function startTally(): { readonly add: (result: Certified) => string } {
  const counts = { verified: 0, falsified: 0, unknown: 0 };
  return {
    add: ({ verdict }) => {
      counts[verdict.status]++;
      const { verified, falsified, unknown } = counts;
      return `${verified} verified, ${falsified} falsified, ${unknown} unknown`;
    },
  };
}
