/**
 * What the checker takes on of one proof: more is `not confirmable`, with the limit in the reason, before anything is
 * bounded. Within them, time is in proportion to the multiplications, a second for some 10^9 of them, and to the number of splits.
 */
export const checkerLimits = {
  leaves: 100_000,
  /** Over all leaves. */
  splits: 1_000_000,
  /** Of all leaves of a cut box together, or of a tree and the hidden units that it lists, if every sign were open. */
  multiplications: 1e12,
} as const;
