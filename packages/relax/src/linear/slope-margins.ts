import { type IntervalBounds, type LinearSpec, outwardUpperBound } from '@ibp/bounds';
import { slopesAtZero } from '@ibp/core';
import type { LoweredNetwork } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { backward } from './backward';
import { additionsOf, relaxedNodes } from './node-rounding';
import { relaxNode } from './relax-node';
import { flatBounds, movedOutward, openUnits, type Relaxation, type ReluSlope } from './relaxation';
import { adaptiveSlope } from './relaxations/relu';

/** The nodes that the output depends on and whose lower lines have a slope to choose. */
export function slopeNodes({ nodes }: LoweredNetwork): number[] {
  const needed = new Set([nodes.length - 1]);
  for (let i = nodes.length - 1; i > 0; i--) {
    if (needed.has(i)) for (const k of nodes[i]!.inputs) needed.add(k);
  }
  return [...nodes.keys()].filter((i) => needed.has(i) && slopesAtZero(nodes[i]!.op, nodes[i]!.params));
}

/** `alpha` where the sign of the input is open, and the exact slope elsewhere. */
export const givenSlope =
  (alpha: tf.Tensor): ReluSlope =>
  (bounds, chord) => {
    const open = tf.expandDims(openUnits(bounds), 1);
    const settled = tf.expandDims(adaptiveSlope(bounds, chord), 1);
    return tf.add(tf.mul(alpha, open), tf.mul(settled, tf.sub(1, open)));
  };

/**
 * `alpha` as it is, and no gradient where the sign of the input is known: there it stays what {@link SlopeMargins.start} has, the exact slope.
 * Two passes over memory less than {@link givenSlope} takes.
 */
const slopeFromStart =
  (alpha: tf.Tensor): ReluSlope =>
  (bounds) => {
    const moving = tf.customGrad((given, save) => {
      (save as tf.GradSaveFunc)([tf.expandDims(openUnits(bounds), 1)]);
      const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => tf.mul(dy, saved[0]!);
      return { value: (given as tf.Tensor).clone(), gradFunc };
    });
    return moving(alpha);
  };

/** A specification whose bound depends on slopes. */
export type SlopeSpec = {
  readonly network: LoweredNetwork;
  /** Of every node. */
  readonly bounds: readonly IntervalBounds[];
  readonly spec: LinearSpec;
};

/** Bounds as a function of a slope for each unit of {@link slopeNodes} and each specification. Call it inside `tf.tidy`. */
export type SlopeMargins = {
  /** The adaptive slopes, `[batch, specs, units]`. */
  readonly start: tf.Tensor[];
  /** `[batch, specs]`, of slopes that differ from those of the start where signs are open alone. */
  readonly margin: (...alphas: tf.Tensor[]) => tf.Tensor2D;
};

/** What {@link slopeNodes} take the slopes of, `[batch, units]`. */
export const boundsBefore = (
  { network, bounds }: Pick<SlopeSpec, 'network' | 'bounds'>,
  node: number,
): IntervalBounds => flatBounds(bounds[network.nodes[node]!.inputs[0]!]!);

export function slopeMargins({ network, bounds, spec }: SlopeSpec): SlopeMargins {
  const nodes = slopeNodes(network);
  const { relaxations: fixed, rounding, outward: fixedLines } = relaxedNodes(network, bounds, adaptiveSlope);
  const additions = additionsOf(network);
  const [, specs] = spec.d.shape;
  return {
    start: nodes.map((node) => {
      const before = boundsBefore({ network, bounds }, node);
      return tf.tile(tf.expandDims(adaptiveSlope(before, before.lower), 1), [1, specs, 1]);
    }),
    margin: (...alphas) => {
      const [relaxations, outward] = [[...fixed], [...fixedLines]];
      nodes.forEach((node, k) => {
        relaxations[node] = relaxNode(network, node, bounds, slopeFromStart(alphas[k]!));
        const lines = fixedLines[node];
        const relaxation = lines && movedOutward(relaxations[node] as Relaxation, lines.by);
        outward[node] = relaxation && { ...lines, relaxation };
      });
      const pulled = backward(network, network.nodes.length - 1, spec, { relaxations, rounding, outward });
      return outwardUpperBound(pulled, bounds[0]!, additions);
    },
  };
}
