import {
  applyRule,
  center,
  concreteRules,
  type Draw,
  fromCenterRadius,
  type IntervalBounds,
  intervalRules,
  radius,
} from '@ibp/bounds';
import { fail } from '@ibp/core';
import { trace } from '@ibp/layers';
import { chordSlope, dualBound, errorRules, guarded, linearPart, wongKolter } from '@ibp/relax';
import * as tf from '@tensorflow/tfjs-core';
import { type BoundedLossOptions, boundedLoss } from '../bounded-loss';
import type { Loss } from '../loss';
import { medianOfAbsolutes } from './median';

/** A center, and errors in `[projections * batch, ...units]` random sums instead of one by one. */
type Projected = {
  readonly center: tf.Tensor;
  readonly sums: tf.Tensor;
  /** Before the first relu, bounds by intervals: exact through one layer, so that there is nothing to estimate. */
  readonly box?: IntervalBounds;
};

/** Options of `projectedDualLoss`. */
export type ProjectedDualOptions = BoundedLossOptions & {
  /** How many; 50 unless given, as the authors train. */
  readonly projections?: number;
};

/**
 * The dual bound of Wong & Kolter with random projections (Wong et al. 2018, "Scaling Provable Adversarial Defenses"),
 * in time linear in the size of a layer: the bounds of what goes into relus need the L1 norm of each unit's errors, and
 * the median of so many sums of the errors, weighted by Cauchy numbers, estimates it. An estimate and no bound: train
 * with it, certify with the exact one (`fastLin()` of `@ibp/relax`).
 *
 * All errors share one set of sums, where the authors draw anew for each layer and add up the estimates, and all examples
 * share the numbers drawn: time and memory to draw them do not grow with the batch. Before the first relu the bounds are
 * those of intervals, as in `outerPolytope`, which is what this is an estimate of.
 */
export function projectedDualLoss(options: ProjectedDualOptions = {}): Loss {
  const { projections = 50, ...rest } = options;
  return boundedLoss(({ random }) => projectedDual(random, projections), rest, 'unsoundProjectedDual');
}

/**
 * What {@link projectedDualLoss} makes its loss of.
 *
 * @returns (the estimate) `[batch, specs]`, of the greatest value of each specification.
 */
export function projectedDual(random: Draw, projections: number) {
  if (!(Number.isInteger(projections) && projections > 0)) {
    fail('projectedDual', `expected a whole number of projections above 0, got ${projections}`);
  }
  return guarded('projectedDual', () => (network, input, spec) => {
    const { rules, toBox, fromBox } = projectedDomain(random, projections);
    const values = trace(network, fromBox(input), rules);
    const boundsOf = (node: number) => (node === 0 ? input : toBox(values[node]!));
    return dualBound(network, spec, { boundsOf, variables: wongKolter });
  });
}

function projectedDomain(random: Draw, count: number) {
  let drawn = 0;
  /** Errors of their own, one for each unit, in sums. */
  const sumsOf = (errors: tf.Tensor): tf.Tensor => {
    const [batch, ...units] = errors.shape as [number, ...number[]];
    // shared by the batch: each example's estimate is distributed as with numbers of its own, which cost as much to draw
    // as all the rest of a step
    const weights = random(`projections ${drawn++}`, [count, 1, ...units], 'cauchy');
    return tf.reshape(tf.mul(weights, tf.expandDims(errors, 0)), [count * batch, ...units]);
  };
  const fromBox = (box: IntervalBounds): Projected => ({
    center: center(box),
    sums: sumsOf(radius(box)),
    box,
  });
  const boxes = new Map<Projected, IntervalBounds>();
  const toBox = (x: Projected): IntervalBounds => {
    const { shape } = x.center;
    const box =
      x.box ??
      boxes.get(x) ??
      fromCenterRadius(x.center, medianOfAbsolutes(tf.reshape(x.sums, [count, ...shape])));
    boxes.set(x, box);
    return box;
  };
  const relu = (x: Projected): Projected => {
    const bounds = toBox(x);
    const slope = chordSlope(bounds);
    const half = tf.mul(tf.mul(slope, tf.relu(tf.neg(bounds.lower))), 0.5); // 0 where it is on or off
    const [batch, ...units] = x.center.shape as [number, ...number[]];
    const kept = tf.mul(tf.reshape(x.sums, [count, batch, ...units]), tf.expandDims(slope, 0));
    return {
      center: tf.add(tf.mul(slope, x.center), half),
      sums: tf.add(tf.reshape(kept, x.sums.shape), sumsOf(half)),
    };
  };
  const rules = errorRules<Projected>({
    linear: (op, x, params) => ({
      center: applyRule(concreteRules, op, [x.center], params),
      sums: linearPart(op, params, x.sums),
      ...(x.box && { box: applyRule(intervalRules, op, [x.box], params) }),
    }),
    add: (a, b) => ({ center: tf.add(a.center, b.center), sums: tf.add(a.sums, b.sums) }),
    relu,
    box: toBox,
    fromBox,
  });
  return { rules, toBox, fromBox };
}
