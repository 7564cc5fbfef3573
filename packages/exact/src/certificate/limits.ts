/**
 * What the checker takes on of one proof: more is `not confirmable`, with the limit in the reason. Within them, time is in
 * proportion to leaves, rows and the hidden units that a tree lists, times a backward pass through the network, and to the
 * number of splits.
 */
export const checkerLimits = {
  leaves: 100_000,
  /** Over all leaves. */
  splits: 1_000_000,
  /** Of all leaves of a cut box together, if every unit of theirs had to be bounded backward. */
  multiplications: 1e12,
} as const;
