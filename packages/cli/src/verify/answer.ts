import type { PropertyResult } from '@ibp/verify';

/** The words of the verification competition's result files (VNN-COMP). */
export const answers = ['sat', 'unsat', 'timeout', 'unknown', 'error'] as const;

/** `sat`: what the file asks for was found, so its property does not hold; `unsat`: there is none. */
export type Answer = (typeof answers)[number];

/** What was made of a network and a file of properties. */
export type Verification = {
  readonly answer: Answer;
  /** Why there is neither `sat` nor `unsat`. */
  readonly reason?: string;
  /** With `sat`: float32 inputs, and what the network makes of them. */
  readonly witness?: FileWitness;
  /** What settled it: `attack`, `input-split`, ... */
  readonly method: string;
  /** Parts that were bounded. */
  readonly nodes: number;
  /** From the reading of the files on. */
  readonly seconds: number;
  /** Whether the checker of certificates confirms the answer in exact arithmetic; where it was asked. */
  readonly confirmed?: boolean;
  /** Why not. */
  readonly open?: string;
  /** What confirming took. */
  readonly confirmSeconds?: number;
};

/** An input that the file asks for, and its output. */
export type FileWitness = {
  readonly input: readonly number[];
  readonly output: readonly number[];
  /** Whether onnxruntime gave the output; else the network in float32. */
  readonly onnxruntime: boolean;
};

/** A number with three decimals, for readers. */
export const secondsText = (seconds: number): string => `${Number(seconds.toFixed(seconds < 10 ? 2 : 0))} s`;

/** In one line what came of it. */
export function summaryOf(verification: Verification): string {
  const { answer, reason, method, nodes, seconds, confirmed, open, confirmSeconds } = verification;
  const how = method === '' ? '' : ` by ${method}${nodes > 0 ? `, ${nodes} parts` : ''}`;
  const proof =
    confirmSeconds === undefined
      ? ''
      : `, ${confirmed ? 'confirmed' : `not confirmed (${open})`} in ${secondsText(confirmSeconds)}`;
  return `${answer}${how}, ${secondsText(seconds)}${proof}${reason === undefined ? '' : `: ${reason}`}`;
}

/** In words why a search ended. */
export const reasons: Readonly<Record<NonNullable<PropertyResult['reason']>, string>> = {
  time: 'the time is over',
  aborted: 'it was stopped',
  nodes: 'too many parts',
  domains: 'too many parts wait',
  'not finite': 'a bound is not finite',
  lost: 'a worker ended before its time, and what it had is open',
  unresolved: 'a part can be cut no further, and is not refuted',
};
