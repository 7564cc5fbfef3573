/** `confirmed` in exact arithmetic; `not confirmable`: nothing is wrong, and nothing is shown; `rejected`. */
export type Finding = {
  readonly status: 'confirmed' | 'not confirmable' | 'rejected';
  readonly reason: string;
  /** What the proof gives for each of its conjunctions, where that was computed. */
  readonly bounds?: readonly number[];
};

export const rejected = (reason: string): Finding => ({ status: 'rejected', reason });
export const open = (reason: string): Finding => ({ status: 'not confirmable', reason });
