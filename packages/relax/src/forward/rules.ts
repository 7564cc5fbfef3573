import { domain, type IntervalBounds, linearError, magnitude, type Rules } from '@ibp/bounds';
import { type ActivationName, gamma, type OpsOf, tiny } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import { flatBounds, flatUnits, type Line, type ReluSlope } from '../linear/relaxation';
import { reachOfLines } from '../linear/relaxations/reach';
import { relaxations } from '../linear/relaxations/table';
import { windowsOf } from '../linear/windows';
import {
  constantPart,
  hasNegativeWeights,
  linearPart,
  negativeWeights,
  onRows,
  positiveWeights,
} from '../linear-map';
import { besideIntervals } from './beside-intervals';
import { constants, type Ends, ends, scaled, sum } from './ends';
import { greatestOfWindows, greatestOverAxis } from './greatest-of-windows';
import { addConstant, type LinearBounds, linearBounds } from './lines';
import { throughMatMul } from './mat-mul';
import { throughSoftmax } from './softmax';

/** Relative to a sum of magnitudes: what less than ten operations on each number lose. */
const fewRoundings = 2 * gamma(8);

const ofSum = (a: LinearBounds, b: LinearBounds): tf.Tensor => tf.mul(tf.add(a.size, b.size), gamma(1));

/** Functions around what is the greatest of windows. */
const greatest = {
  maxPool: greatestOfWindows('maxPool', windowsOf, (x) => tf.transpose(x, [0, 2, 3, 1])),
  max: greatestOverAxis('max'),
  globalMaxPool: greatestOverAxis('globalMaxPool'),
} satisfies { [K in OpsOf<'pool'>]: unknown };

/** The domain of forward linear bounds over one box of inputs: a rule for every op. */
export function forwardRules(input: IntervalBounds, slope: ReluSlope): Rules<LinearBounds> {
  const { rule, unary, binary, whichever } = besideIntervals<LinearBounds, Ends>(({ lower, upper }, box) => {
    const shape = [lower.shape[0]!, lower.shape[1]!, ...box.lower.shape.slice(1)];
    const found = ends(tf.reshape(lower, shape), tf.reshape(upper, shape));
    return linearBounds(found, input, box);
  });

  /** Functions moved outward by an error `[batch, ...units]`. */
  const apart = ({ lower, upper }: Ends, error: tf.Tensor): Ends =>
    ends(addConstant(lower, tf.neg(error)), addConstant(upper, error));

  const linear = <K extends OpsOf<'linear'>>(op: K) =>
    unary(op, ({ lower, upper, size }, params) => {
      const constant = constantPart(op, params, lower.shape.slice(2));
      const by = (rows: tf.Tensor, part: typeof positiveWeights) =>
        onRows(rows, (folded) => linearPart(op, params, folded, part));
      const mixed = (own: tf.Tensor, other: tf.Tensor) => {
        const positive = by(own, positiveWeights);
        const both = hasNegativeWeights(op) ? tf.add(positive, by(other, negativeWeights)) : positive;
        return both;
      };
      const error = linearError(op, params, size, tf.zerosLike(size));
      return ends(
        addConstant(mixed(lower, upper), tf.sub(constant, error)),
        addConstant(mixed(upper, lower), tf.add(constant, error)),
      );
    });

  const along = (line: Line, x: Ends): Ends => {
    const { lower, upper } = scaled(line.slope, x);
    const { offset } = line;
    return offset ? ends(addConstant(lower, offset), addConstant(upper, offset)) : ends(lower, upper);
  };
  const elementwise = <K extends ActivationName>(op: K) =>
    unary(op, (x, params) => {
      const box = flatBounds(x.bounds);
      const lines = relaxations[op](box, params as never, slope);
      const { lower, upper } = lines;
      const steep = tf.maximum(tf.abs(lower.slope), tf.abs(upper.slope));
      const size = tf.add(
        tf.mul(steep, flatUnits(x.size)),
        reachOfLines(op, magnitude(box), params as never, lines),
      );
      const error = tf.add(tf.mul(size, fewRoundings), tiny(x.lower.shape[1]!));
      return apart(ends(along(lower, x).lower, along(upper, x).upper), error);
    });

  return domain<LinearBounds>({
    linear,
    elementwise,
    pool: (op) => unary(op, greatest[op] as never),
    add: binary('add', (a, b) => apart(sum(a, b), ofSum(a, b))),
    subtract: binary('subtract', (a, b) =>
      apart(ends(tf.sub(a.lower, b.upper), tf.sub(a.upper, b.lower)), ofSum(a, b)),
    ),
    multiply: binary('multiply', (a, b) => {
      const [x, y] = [a, b]
        .map(({ bounds }) => flatBounds(bounds))
        .map(({ lower, upper }) => ({
          middle: tf.mul(tf.add(lower, upper), 0.5),
          radius: tf.mul(tf.sub(upper, lower), 0.5),
        }));
      const plane = sum(scaled(y!.middle, a), scaled(x!.middle, b));
      const at = tf.mul(x!.middle, y!.middle);
      const [p, q] = [a, b].map(({ bounds }) => flatUnits(magnitude(bounds)));
      const size = tf.addN([
        tf.mul(flatUnits(a.size), q!),
        tf.mul(flatUnits(b.size), p!),
        tf.mul(tf.mul(p!, q!), 4),
      ]);
      const error = tf.add(tf.mul(size, fewRoundings), tiny(a.lower.shape[1]!));
      const gap = tf.add(tf.mul(x!.radius, y!.radius), error);
      return ends(
        addConstant(plane.lower, tf.neg(tf.add(at, gap))),
        addConstant(plane.upper, tf.sub(gap, at)),
      );
    }),
    matMul: binary('matMul', throughMatMul),
    softmax: unary('softmax', (x) => throughSoftmax(x)),
    concat: rule('concat', (inputs, { axis }) => {
      const where = axis < 0 ? inputs[0]!.lower.rank + axis : axis + 2;
      return ends(
        tf.concat(
          inputs.map((x) => x.lower),
          where,
        ),
        tf.concat(
          inputs.map((x) => x.upper),
          where,
        ),
      );
    }),
    box: (op) => whichever(op, ([x], _, box) => constants(box, x!.lower.shape[1]!)),
  });
}
