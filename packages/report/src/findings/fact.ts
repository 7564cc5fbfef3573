/** A line of a table of two columns. */
export type Fact = {
  readonly name: string;
  readonly value: string /** Shown as code. */;
  readonly code?: boolean;
};

/** A fact in words. */
export const fact = (name: string, value: string): Fact => ({ name, value });
/** A fact to copy. */
export const code = (name: string, value: string): Fact => ({ name, value, code: true });
