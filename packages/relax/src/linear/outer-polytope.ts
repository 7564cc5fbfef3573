import { type IntervalBounds, type LinearSpec, outwardUpperBound, upperBound } from '@ibp/bounds';
import { sizeOf } from '@ibp/core';
import type { BoundMethod } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { guarded } from '../guarded';
import { backward } from './backward';
import { crownPlan } from './crown-plan';
import { boundsInFields } from './fields/bounds-in-fields';
import { additionsOf } from './node-rounding';
import { parallelSlope } from './relaxations/relu';
import { type Known, walk } from './walk';

/**
 * The bound of Wong & Kolter 2018 ("Provable Defenses via the Convex Outer Adversarial Polytope"), for the specification
 * and, layer by layer, for every unit that goes into a relu. Fast-Lin (`fastLin()`, which moreover cuts the bounds of hidden
 * units with intervals), made for training: all of it is differentiable, and can be compiled. Other activations are relaxed
 * as in `crown()`. A unit of a convolution costs as much as its receptive field, if that is less than the image; else time
 * and memory grow with the square of a layer's units: for batches of large networks see `projectedDualLoss` of `@ibp/train`.
 */
export const outerPolytope = (): BoundMethod =>
  guarded('outerPolytope', (outward) => (network, input, spec) => {
    const { bounded, windows } = crownPlan(network);
    let last: Known = { bounds: [input], relaxed: { relaxations: [] }, outward };
    /** Of rows on the value of a node. */
    const greatest = (node: number, rows: LinearSpec): tf.Tensor2D => {
      const pulled = backward(network, node, rows, last.relaxed);
      return outward ? outwardUpperBound(pulled, input, additionsOf(network)) : upperBound(pulled, input);
    };
    walk({ network, input, slope: parallelSlope, windows, outward }, (i, byIntervals, known) => {
      last = known;
      const node = bounded.find((one) => one.node === i);
      if (!node) return byIntervals;
      if (node.fields) return boundsInFields(network, node.fields, known);
      return boundsInRows(byIntervals, (rows) => greatest(i, rows));
    });
    return greatest(network.nodes.length - 1, spec);
  });

/** Bounds of every unit, from the greatest values of each and of its negative. */
function boundsInRows(
  { lower: { shape } }: IntervalBounds,
  greatest: (rows: LinearSpec) => tf.Tensor2D,
): IntervalBounds {
  const [batch, ...rest] = shape as [number, ...number[]];
  const units = sizeOf(rest);
  const rows = tf.concat([tf.eye(units), tf.neg(tf.eye(units))], 0);
  const c = tf.reshape(tf.tile(tf.expandDims(rows, 0), [batch, 1, 1]), [batch, 2 * units, ...rest]);
  const [upper, negative] = tf.split(greatest({ c, d: tf.zeros([batch, 2 * units]) }), 2, 1);
  return { lower: tf.reshape(tf.neg(negative!), shape), upper: tf.reshape(upper!, shape) };
}
