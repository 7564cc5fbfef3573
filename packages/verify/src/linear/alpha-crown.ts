import { type IntervalBounds, type LinearSpec, type OpName, upperBound } from '@ibp/bounds';
import type { BoundMethod, LoweredNetwork } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { adamStart, adamStep } from './adam';
import { backward, relaxNode } from './backward';
import { crownBounds } from './crown-bounds';
import { unlessUnsound } from './guard';
import { assertFits, inChunks, type NodeBounds } from './method';
import { flatBounds, type ReluSlope } from './relaxation';
import { adaptiveSlope } from './relaxations/relu';

export type AlphaCrownOptions = {
  /** Steps of the optimiser; 0 gives the bound of the adaptive slopes. 20 unless given. */
  readonly steps?: number;
  /** Of Adam, for the first step; 0.25 unless given. */
  readonly learningRate?: number;
  /** By what the rate is multiplied after every step; 0.95 unless given. */
  readonly decay?: number;
  /** Bounds of the hidden units, which stay fixed: {@link crownBounds} unless given, `propagateAll` for IBP's. */
  readonly bounds?: NodeBounds;
  /** Whether to stop when every bound is below 0, however far; true unless given. */
  readonly stopWhenProved?: boolean;
  /** The most rows (specifications over the batch) that are optimised together. 256 unless given. */
  readonly chunk?: number;
};

const withSlopes: readonly OpName[] = ['relu', 'leakyRelu', 'abs'];

/** The nodes that the output depends on and whose lower lines have a slope to choose. */
export function slopeNodes({ nodes }: LoweredNetwork): number[] {
  const needed = new Set([nodes.length - 1]);
  for (let i = nodes.length - 1; i > 0; i--) {
    if (needed.has(i)) for (const k of nodes[i]!.inputs) needed.add(k);
  }
  return [...nodes.keys()].filter((i) => needed.has(i) && withSlopes.includes(nodes[i]!.op as OpName));
}

/** `alpha` where the sign of the input is open, and the exact slope elsewhere. */
export const givenSlope =
  (alpha: tf.Tensor): ReluSlope =>
  (bounds, chord) => {
    const open = tf.expandDims(tf.mul(tf.step(tf.neg(bounds.lower)), tf.step(bounds.upper)), 1);
    const settled = tf.expandDims(adaptiveSlope(bounds, chord), 1);
    return tf.add(tf.mul(alpha, open), tf.mul(settled, tf.sub(1, open)));
  };

/**
 * alpha-CROWN (Xu et al. 2021): the slopes of the lines under relus, one for each unit and specification, are
 * optimised by projected Adam on the bound itself. Any slopes in [0, 1] give a sound bound, the best seen is
 * returned, and the first is that of the adaptive slopes: never above {@link crown} with the same bounds of hidden units.
 *
 * @throws (the method) where a shape does not fit, or an op has no relaxation (softmax).
 */
export function alphaCrown(options: AlphaCrownOptions = {}): BoundMethod {
  const { chunk = 256, bounds: nodeBounds = (net, box) => crownBounds(net, box, { chunk }) } = options;
  return (network, input, spec) => {
    assertFits(network, input, spec);
    return tf.tidy(() => {
      const bounds = nodeBounds(network, input);
      const margins = inChunks(spec, chunk, (part) => optimise(network, bounds, part, options));
      return unlessUnsound(bounds, margins);
    });
  };
}

function optimise(
  network: LoweredNetwork,
  bounds: readonly IntervalBounds[],
  spec: LinearSpec,
  { steps = 20, learningRate = 0.25, decay = 0.95, stopWhenProved = true }: AlphaCrownOptions,
): tf.Tensor2D {
  const nodes = slopeNodes(network);
  const fixed = network.nodes.map((_, i) =>
    nodes.includes(i) ? undefined : relaxNode(network, i, bounds, adaptiveSlope),
  );
  const margin = (...alphas: tf.Tensor[]): tf.Tensor2D => {
    const relaxations = [...fixed];
    nodes.forEach((node, k) => {
      relaxations[node] = relaxNode(network, node, bounds, givenSlope(alphas[k]!));
    });
    return upperBound(backward(network, network.nodes.length - 1, spec, { relaxations }), bounds[0]!);
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
    let best: tf.Tensor2D = start;
    for (let t = 1; t <= steps && nodes.length > 0; t++) {
      if (stopWhenProved && best.dataSync().every((m) => m < 0)) break;
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
        return { state: after, best: tf.minimum(best, value) as tf.Tensor2D };
      });
      tf.dispose([state]);
      if (best !== start) best.dispose();
      ({ state, best } = next);
    }
    const last = steps > 0 && nodes.length > 0 ? tf.minimum(best, margin(...state.values)) : best;
    // NaN if the first bound was, whatever a backend makes of the minimum with NaN
    return tf.add(last, tf.mul(start, 0)) as tf.Tensor2D;
  });
}
