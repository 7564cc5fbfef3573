import type * as tf from '@tensorflow/tfjs-core';

/** How often a variable was assigned since that is counted. */
export type Assignments = {
  /** In tfjs. */
  direct: number;
  /** By compiled functions, in an engine's memory: an engine counts them, and tfjs has the value once it is read. */
  byEngines: number;
};

/** The same for all copies of this package that a program may hold. */
const key = Symbol.for('@ibp/layers: assignments');

type Counted = tf.Variable & { [key]?: Assignments };

/**
 * The count of a variable, live. tfjs tells nobody that a variable is assigned, and its data does not say so: assigned a tensor that it
 * held before, it has the data that it had. So what it does to the variable is noticed, from the first time that its count is asked for.
 */
export function assignmentsOf(variable: tf.Variable): Assignments {
  const known = (variable as Counted)[key];
  if (known) return known;
  const count: Assignments = { direct: 0, byEngines: 0 };
  let { dataId } = variable;
  Object.defineProperty(variable, key, { value: count });
  Object.defineProperty(variable, 'dataId', {
    enumerable: true,
    get: () => dataId,
    set: (next: typeof dataId) => {
      dataId = next;
      count.direct++;
    },
  });
  return count;
}
