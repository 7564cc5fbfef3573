/** A line of a table of two columns. */
export type Fact = {
  readonly name: string;
  readonly value: string /** Shown as code. */;
  readonly code?: boolean;
};

export const fact = (name: string, value: string): Fact => ({ name, value });
export const code = (name: string, value: string): Fact => ({ name, value, code: true });
