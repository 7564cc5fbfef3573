import { type Enclosure, type PerFeature, type PlainRange, rigorousBox } from '../rigorous/enclosure';
import { marginSpec, type PlainSpec } from '../rigorous/spec';

/**
 * What is to be proved of a network `f`: no input of any box has an output in the unsafe set.
 *
 * An output `z` is unsafe if all rows of one of the `unsafe` conjunctions are `c z + d >= 0` there (an OR of ANDs, as
 * the unsafe sets of VNN-LIB are). So the property holds if, for every conjunction, each output of the boxes has a row
 * with `c z + d < 0`: of conjunctions of one row each this is the specification `c z + d < 0` of {@link PlainSpec} and
 * `LinearSpec`, row by row, and a tie (0) is unsafe in both.
 */
export type Property = {
  /** Real inputs `lower <= x <= upper`, feature by feature, float64. An end may be infinite, where a method can do with it. */
  readonly boxes: readonly Enclosure[];
  readonly unsafe: readonly PlainSpec[];
  /**
   * Whether rows are of inputs and outputs, `c (x, z) + d`: the coefficients of the flattened input first. A row that is in
   * all conjunctions and has none of outputs is a constraint of the inputs in question ({@link constrained}). Not unless given.
   */
  readonly withInputs?: boolean;
};

/** The real inputs within epsilon of one, feature by feature, and within the range of valid inputs. */
export type InputBall = {
  /** `[features]`, flattened. */
  readonly x: ArrayLike<number>;
  /** In the units of the input, for all features or for each: 0 for one that is fixed. */
  readonly epsilon: PerFeature;
  readonly range: PlainRange;
};

/** The label's logit is above all others in the whole ball. */
export type Classification = InputBall & { readonly label: number; readonly classes: number };

/** Every row of the specification is below 0 in the whole ball. */
export type BallSpec = InputBall & { readonly spec: PlainSpec };

/** What is to be proved of one example: a property, or a usual one said shortly. */
export type Statement = Classification | BallSpec | Property;

export const isBall = (statement: Statement): statement is Classification | BallSpec => 'x' in statement;

/** Each row as a conjunction of its own: all of them are to be below 0. */
export function unsafeRows({ c, d }: PlainSpec): PlainSpec[] {
  const units = c.length / d.length;
  return Array.from(d, (_, row) => ({
    c: c.slice(row * units, (row + 1) * units),
    d: d.slice(row, row + 1),
  }));
}

/**
 * "The class of every input within epsilon of `x`, and within the range, is the label": one conjunction of one row
 * `z[other] - z[label] >= 0` for each other class, in the order of `otherClasses`.
 *
 * @throws when epsilon or the range is not one, or the label is no class.
 */
export const classificationProperty = ({ x, epsilon, range, label, classes }: Classification): Property => ({
  boxes: [rigorousBox(x, epsilon, range)],
  unsafe: unsafeRows(marginSpec(label, classes)),
});

/** A statement in full; the ends of a ball are rounded outward. */
export function propertyOf(statement: Statement): Property {
  if (!isBall(statement)) return statement;
  if ('label' in statement) return classificationProperty(statement);
  const { x, epsilon, range, spec } = statement;
  return { boxes: [rigorousBox(x, epsilon, range)], unsafe: unsafeRows(spec) };
}

const copied = (values: PerFeature): PerFeature =>
  typeof values === 'number' ? values : Float64Array.from(values);
const rowsCopied = ({ c, d }: PlainSpec): PlainSpec => ({ c: c.slice(), d: d.slice() });

/** A statement that shares no numbers with the one given, which may change later. */
export function copyOfStatement(statement: Statement): Statement {
  if (!isBall(statement)) {
    return {
      boxes: statement.boxes.map(({ lower, upper }) => ({ lower: lower.slice(), upper: upper.slice() })),
      unsafe: statement.unsafe.map(rowsCopied),
      ...(statement.withInputs ? { withInputs: true } : {}),
    };
  }
  const { x, epsilon, range } = statement;
  const ball: InputBall = {
    x: Float64Array.from(x),
    epsilon: copied(epsilon),
    range: [copied(range[0]), copied(range[1])],
  };
  return 'spec' in statement
    ? { ...ball, spec: rowsCopied(statement.spec) }
    : { ...ball, label: statement.label, classes: statement.classes };
}
