import { type IntervalBounds, intervalRules, type LinearSpec, outwardRules } from '@ibp/bounds';
import { type BoundMethod, type LoweredNetwork, trace } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { guarded } from '../guarded';
import { dualBound, wongKolter } from './dual-bound';

/**
 * The bound of Wong & Kolter 2018 ("Provable Defenses via the Convex Outer Adversarial Polytope"): the dual bound with
 * their variables, for the specification and, layer by layer, for every unit that goes into a relu. Fast-Lin (`fastLin()`,
 * which moreover cuts the bounds of hidden units with intervals), made for training: all of it is
 * differentiable, and can be compiled. Time and memory grow with the square of a layer's units; for convolutions see
 * `projectedDualLoss` of `@ibp/train`.
 */
export const outerPolytope = (): BoundMethod =>
  guarded('outerPolytope', (outward) => (network, input, spec) => {
    const bounds = [...trace(network, input, outward ? outwardRules : intervalRules)];
    const boundsOf = (node: number) => bounds[node]!;
    for (const i of reluInputsAfterRelus(network)) {
      const upTo = { inputShape: network.inputShape, nodes: network.nodes.slice(0, i + 1) };
      bounds[i] = unitBounds(bounds[i]!, (units) =>
        dualBound(upTo, units, { boundsOf, variables: wongKolter, outward }),
      );
    }
    return dualBound(network, spec, { boundsOf, variables: wongKolter, outward });
  });

/** Before the first relu intervals through one layer are exact, and through several good enough. */
function reluInputsAfterRelus({ nodes }: LoweredNetwork): readonly number[] {
  const first = nodes.findIndex(({ op }) => op === 'relu');
  const inputs = nodes.flatMap(({ op, inputs: [input] }) => (op === 'relu' ? [input!] : []));
  return [...new Set(inputs)].filter((i) => i > first).sort((a, b) => a - b);
}

/** Bounds of every unit, from the greatest values of each and of its negative. */
function unitBounds(
  { lower: { shape } }: IntervalBounds,
  greatest: (spec: LinearSpec) => tf.Tensor2D,
): IntervalBounds {
  const [batch, ...rest] = shape as [number, ...number[]];
  const units = rest.reduce((a, b) => a * b, 1);
  const rows = tf.concat([tf.eye(units), tf.neg(tf.eye(units))], 0);
  const c = tf.reshape(tf.tile(tf.expandDims(rows, 0), [batch, 1, 1]), [batch, 2 * units, ...rest]);
  const [upper, negative] = tf.split(greatest({ c, d: tf.zeros([batch, 2 * units]) }), 2, 1);
  return { lower: tf.reshape(tf.neg(negative!), shape), upper: tf.reshape(upper!, shape) };
}
