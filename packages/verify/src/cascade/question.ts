import type { BallShape } from '@ibp/bounds';
import { type Enclosure, type PlainSpec, rigorousBox } from '@ibp/exact';

/** What is asked of one example: whether its specification holds in the whole ball around it, or its property in its box. */
export type Question = {
  /** The example's place in the data, from 0. */
  readonly index: number;
  /** The flattened input as stored. */
  readonly x: Float32Array;
  /** Rows `c . z + d < 0` on the network's output. */
  readonly spec: PlainSpec;
  /** Of a property; all rows of a ball's specification have to hold. */
  readonly about?: PropertyPart;
};

/** One box of a property, as a question of a cascade. */
export type PropertyPart = {
  /** Real inputs. */
  readonly box: Enclosure;
  /** The rows of each unsafe conjunction: at every input one of them has to be below 0. */
  readonly conjunctions: readonly (readonly number[])[];
  /** A ball around `x` that is the box, rounded outward: for stages that take balls. */
  readonly ball: Ball;
};

/** The ball that all questions of a run share: its radius and the valid inputs, each a number or one for each feature. */
export type Ball = BallShape;

/** How many rows a question has. */
export const rowCount = ({ spec }: Question): number => spec.d.length;

/** The rows of which one has to be below 0 at every input; each row alone unless the question is of a property. */
export const conjunctionsOf = (question: Question): readonly (readonly number[])[] =>
  question.about?.conjunctions ?? Array.from({ length: rowCount(question) }, (_, row) => [row]);

/** The ball of a question: its own, or that of the run. */
export const ballOf = <B extends Ball>(question: Question, shared: B): B =>
  question.about ? { ...shared, ...question.about.ball } : shared;

/** The real inputs that a question is about, its ends rounded outward. */
export const boxOfQuestion = ({ x, about }: Question, { epsilon, range }: Ball): Enclosure =>
  about?.box ?? rigorousBox(x, epsilon, range);
