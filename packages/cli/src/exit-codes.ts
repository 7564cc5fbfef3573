/**
 * How the command ends, as `grep` does: whoever scripts it tells an answer from a failure.
 *
 * - `done`: what was asked is done, and holds where something was required.
 * - `notSo`: it is done, and the answer is no: `--require` of `certify` is not met, `check` rejects a certificate, a property
 *   that `verify` or `attack` was asked does not hold, or an answer of a benchmark is wrong.
 * - `notDone`: the command line is wrong, a file is missing or damaged, the work failed, or `verify` has no answer; the message
 *   says what.
 */
export const exitCodes = { done: 0, notSo: 1, notDone: 2 } as const;
