export type Attribute = number | string | readonly number[] | { readonly float: number };

/** A graph that is being made: what there is so far, and how more is added. */
export type Drawing = {
  readonly opset: number;
  /** A whole number from 0, below `n`. */
  readonly below: (n: number) => number;
  readonly one: <T>(of: readonly T[]) => T;
  /** Adds a node and gives the name of its output. */
  readonly node: (
    op: string,
    inputs: readonly string[],
    attributes?: { readonly [name: string]: Attribute },
  ) => string;
  /** Floats as an initializer, or sometimes as what a Constant node gives. */
  readonly floats: (shape: readonly number[], scale?: number) => string;
  readonly ints: (list: readonly number[]) => string;
};

export type Shaped = { readonly name: string; readonly shape: readonly number[] };

/** A value made of another one; undefined where the rule does not fit its shape. */
export type Move = (draw: Drawing, x: Shaped) => Shaped | undefined;

export const size = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);

export const isImage = (shape: readonly number[]) => shape.length === 4 && shape[0] === 1;
