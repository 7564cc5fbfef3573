import { type ActivationName, activations, type IntervalBounds, type Rules } from '@ibp/bounds';
import * as tf from '@tensorflow/tfjs-core';
import { flatBounds, type Line, type ReluSlope } from '../linear/relaxation';
import { relaxations } from '../linear/relaxations/table';
import { globalWindowsOf, windowsOf } from '../linear/windows';
import { besideIntervals } from './beside-intervals';
import { constants, type Ends, ends, scaled, sum } from './ends';
import { greatestOfWindows } from './greatest-of-windows';
import {
  constantPart,
  hasNegativeWeights,
  type LinearMapName,
  linearPart,
  negativeWeights,
  onRows,
  positiveWeights,
} from './linear-map';
import { addConstant, concretized, type LinearBounds } from './lines';

/** The domain of forward linear bounds over one box of inputs: a rule for every op. */
export function forwardRules(input: IntervalBounds, slope: ReluSlope): Rules<LinearBounds> {
  const { rule, unary, binary } = besideIntervals<LinearBounds, Ends>(({ lower, upper }, box) => {
    const shape = [lower.shape[0]!, lower.shape[1]!, ...box.lower.shape.slice(1)];
    const found = ends(tf.reshape(lower, shape), tf.reshape(upper, shape));
    return { ...found, bounds: concretized(found, input, box) };
  });

  const linear = <K extends LinearMapName>(op: K) =>
    unary(op, ({ lower, upper }, params) => {
      const constant = constantPart(op, params, lower.shape.slice(2));
      const by = (rows: tf.Tensor, part: typeof positiveWeights) =>
        onRows(rows, (folded) => linearPart(op, params, folded, part));
      const mixed = (own: tf.Tensor, other: tf.Tensor) => {
        const positive = by(own, positiveWeights);
        const both = hasNegativeWeights(op) ? tf.add(positive, by(other, negativeWeights)) : positive;
        return addConstant(both, constant);
      };
      return ends(mixed(lower, upper), mixed(upper, lower));
    });

  const along = (line: Line, x: Ends): Ends => {
    const { lower, upper } = scaled(line.slope, x);
    const { offset } = line;
    return offset ? ends(addConstant(lower, offset), addConstant(upper, offset)) : ends(lower, upper);
  };
  const elementwise = <K extends ActivationName>(op: K) =>
    unary(op, (x, params) => {
      const { lower, upper } = relaxations[op](flatBounds(x.bounds), params as never, slope);
      return ends(along(lower, x).lower, along(upper, x).upper);
    });

  return {
    dense: linear('dense'),
    conv2d: linear('conv2d'),
    depthwiseConv2d: linear('depthwiseConv2d'),
    affine: linear('affine'),
    reshape: linear('reshape'),
    transpose: linear('transpose'),
    pad: linear('pad'),
    averagePool: linear('averagePool'),
    globalAveragePool: linear('globalAveragePool'),
    add: binary('add', sum),
    subtract: binary('subtract', (a, b) => ends(tf.sub(a.lower, b.upper), tf.sub(a.upper, b.lower))),
    multiply: binary('multiply', (a, b) => {
      const [x, y] = [a, b]
        .map(({ bounds }) => flatBounds(bounds))
        .map(({ lower, upper }) => ({
          middle: tf.mul(tf.add(lower, upper), 0.5),
          radius: tf.mul(tf.sub(upper, lower), 0.5),
        }));
      const plane = sum(scaled(y!.middle, a), scaled(x!.middle, b));
      const [at, gap] = [tf.mul(x!.middle, y!.middle), tf.mul(x!.radius, y!.radius)];
      return ends(
        addConstant(plane.lower, tf.neg(tf.add(at, gap))),
        addConstant(plane.upper, tf.sub(gap, at)),
      );
    }),
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
    maxPool: unary(
      'maxPool',
      greatestOfWindows(windowsOf, (x) => tf.transpose(x, [0, 2, 3, 1])),
    ),
    globalMaxPool: unary(
      'globalMaxPool',
      greatestOfWindows(globalWindowsOf, (x) => x),
    ),
    softmax: unary('softmax', (x, _, box) => constants(box, x.lower.shape[1]!)),
    ...(Object.fromEntries(
      (Object.keys(activations) as ActivationName[]).map((op) => [op, elementwise(op)]),
    ) as unknown as Pick<Rules<LinearBounds>, ActivationName>),
  };
}
