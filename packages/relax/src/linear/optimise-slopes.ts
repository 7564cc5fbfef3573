import { type IntervalBounds, type LinearSpec, outwardUpperBound } from '@ibp/bounds';
import { slopesAtZero } from '@ibp/core';
import type { LoweredNetwork } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { adamStart, adamStep } from './adam';
import { backward } from './backward';
import { additionsOf, relaxedNodes } from './node-rounding';
import { relaxNode } from './relax-node';
import { flatBounds, movedOutward, openUnits, type Relaxation, type ReluSlope } from './relaxation';
import { adaptiveSlope } from './relaxations/relu';

/** How the slopes of alpha-CROWN are optimised. */
export type SlopeSearch = {
  /** Steps of the optimiser; 0 gives the bound of the adaptive slopes. 20 unless given. */
  readonly steps?: number;
  /** Of Adam, for the first step; 0.25 unless given. */
  readonly learningRate?: number;
  /** By what the rate is multiplied after every step; 0.95 unless given. */
  readonly decay?: number;
  /** Whether to stop when every bound is below 0, however far; true unless given. */
  readonly stopWhenProved?: boolean;
};

/** The least bounds seen and, where they were to be kept, the slopes `[batch, specs, units]` that gave them. */
export type Optimised = { readonly margins: tf.Tensor2D; readonly slopes: tf.Tensor[] };

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

/** What slopes are optimised for. */
export type SlopeProblem = {
  readonly network: LoweredNetwork;
  /** Of every node. */
  readonly bounds: readonly IntervalBounds[];
  readonly spec: LinearSpec;
  /** Bounds from elsewhere, row by row: what they prove need not be proved again. */
  readonly known: ArrayLike<number>;
  /** Whether the slopes are wanted, beside the bounds. */
  readonly keep: boolean;
};

/** Optimises a slope for each unit of {@link slopeNodes} and each specification. Call it inside `tf.tidy`. */
export function optimiseSlopes(
  { network, bounds, spec, known, keep }: SlopeProblem,
  { steps = 20, learningRate = 0.25, decay = 0.95, stopWhenProved = true }: SlopeSearch,
): Optimised {
  const nodes = slopeNodes(network);
  const { relaxations: fixed, rounding, outward: fixedLines } = relaxedNodes(network, bounds, adaptiveSlope);
  const additions = additionsOf(network);
  const margin = (...alphas: tf.Tensor[]): tf.Tensor2D => {
    const [relaxations, outward] = [[...fixed], [...fixedLines]];
    nodes.forEach((node, k) => {
      relaxations[node] = relaxNode(network, node, bounds, givenSlope(alphas[k]!));
      const lines = fixedLines[node];
      const relaxation = lines && movedOutward(relaxations[node] as Relaxation, lines.by);
      outward[node] = relaxation && { ...lines, relaxation };
    });
    const pulled = backward(network, network.nodes.length - 1, spec, { relaxations, rounding, outward });
    return outwardUpperBound(pulled, bounds[0]!, additions);
  };
  return tf.tidy(() => {
    const [, specs] = spec.d.shape;
    let state = adamStart(
      nodes.map((node) => {
        const before = flatBounds(bounds[network.nodes[node]!.inputs[0]!]!);
        return tf.tile(tf.expandDims(adaptiveSlope(before, before.lower), 1), [1, specs, 1]);
      }),
    );
    const ones = tf.onesLike(spec.d);
    const start = margin(...state.values);
    let best: Optimised = { margins: start, slopes: keep ? state.values.map((x) => x.clone()) : [] };
    for (let t = 1; t <= steps && nodes.length > 0; t++) {
      if (stopWhenProved && best.margins.dataSync().every((m, i) => m < 0 || known[i]! < 0)) break;
      const next = tf.tidy(() => {
        const { value, grads } = tf.valueAndGrads(margin)(state.values, ones);
        const rate = learningRate * decay ** (t - 1);
        const after = adamStep(
          state,
          grads,
          t,
          () => rate,
          (x) => tf.clipByValue(x, 0, 1),
        );
        return { state: after, best: better(best, value, state.values) };
      });
      tf.dispose([state, best.slopes]);
      if (best.margins !== start) best.margins.dispose();
      ({ state, best } = next);
    }
    const last = steps > 0 && nodes.length > 0 ? better(best, margin(...state.values), state.values) : best;
    // NaN if the first bound was, whatever a backend makes of the minimum with NaN
    return { ...last, margins: tf.add(last.margins, tf.mul(start, 0)) as tf.Tensor2D };
  });
}

/** The lesser of two bounds, row by row, with its slopes. */
function better({ margins, slopes }: Optimised, value: tf.Tensor, alphas: readonly tf.Tensor[]): Optimised {
  const fell = tf.expandDims(tf.step(tf.sub(margins, value)), 2);
  return {
    margins: tf.minimum(margins, value) as tf.Tensor2D,
    slopes: slopes.map((old, k) => tf.add(tf.mul(alphas[k]!, fell), tf.mul(old, tf.sub(1, fell)))),
  };
}
