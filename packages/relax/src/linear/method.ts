import { type IntervalBounds, type LinearSpec, outwardUpperBound, upperBound } from '@ibp/bounds';
import { assertProblem, type BoundMethod, type LoweredNetwork, unlessUnsound } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { backward } from './backward';
import { additionsOf, relaxedNodes } from './node-rounding';
import { relaxNode } from './relax-node';
import type { ReluSlope } from './relaxation';

/** Bounds of every node of a network over a box, as `propagateAll` of `@ibp/layers` and {@link crownBounds} give. */
export type NodeBounds = (network: LoweredNetwork, input: IntervalBounds) => IntervalBounds[];

/** A specification in groups with at most `chunk` rows over the batch, one if that is more. */
export function chunksOf(spec: LinearSpec, chunk: number): LinearSpec[] {
  const [batch, specs] = spec.d.shape;
  const size = Math.max(1, Math.floor(chunk / batch));
  if (specs <= size) return [spec];
  const parts: LinearSpec[] = [];
  for (let start = 0; start < specs; start += size) {
    const count = Math.min(size, specs - start);
    const rest = spec.c.shape.slice(2);
    const c = tf.slice(spec.c, [0, start, ...rest.map(() => 0)], [batch, count, ...rest]);
    parts.push({ c, d: tf.slice(spec.d, [0, start], [batch, count]) });
  }
  return parts;
}

/** `[batch, specs]` by {@link chunksOf}. */
function inChunks(spec: LinearSpec, chunk: number, bound: (part: LinearSpec) => tf.Tensor2D): tf.Tensor2D {
  const parts = chunksOf(spec, chunk).map(bound);
  return parts.length === 1 ? parts[0]! : tf.concat(parts, 1);
}

/**
 * One backward pass through the relaxations that bounds of the nodes and a choice of slopes give; what float32
 * may have lost is added.
 *
 * @param bounds sound ones.
 */
export function backwardMethod(bounds: NodeBounds, slope: ReluSlope, chunk = 256): BoundMethod {
  return (network, input, spec) => {
    assertProblem('crown', network, input, spec);
    return tf.tidy(() => marginsFrom(network, bounds(network, input), spec, { slope, chunk }));
  };
}

/** Margins by one backward pass, from bounds of every node. Call it inside `tf.tidy`. */
export function marginsFrom(
  network: LoweredNetwork,
  bounds: readonly IntervalBounds[],
  spec: LinearSpec,
  { slope, chunk }: { readonly slope: ReluSlope; readonly chunk: number },
): tf.Tensor2D {
  const relaxed = relaxedNodes(network, bounds, slope);
  const end = network.nodes.length - 1;
  const margins = inChunks(spec, chunk, (part) =>
    outwardUpperBound(backward(network, end, part, relaxed), bounds[0]!, additionsOf(network)),
  );
  return unlessUnsound(bounds, margins);
}

/** {@link backwardMethod} for losses, without what it pays for rounding. */
export function trainingBackwardMethod(bounds: NodeBounds, slope: ReluSlope, chunk = 256): BoundMethod {
  return (network, input, spec) => {
    assertProblem('crown', network, input, spec);
    return tf.tidy(() => {
      const values = bounds(network, input);
      const relaxations = network.nodes.map((_, i) => relaxNode(network, i, values, slope));
      const end = network.nodes.length - 1;
      const margins = inChunks(spec, chunk, (part) =>
        upperBound(backward(network, end, part, { relaxations }), input),
      );
      return unlessUnsound(values, margins);
    });
  };
}
