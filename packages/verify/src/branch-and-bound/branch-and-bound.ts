import { assertShape, type IntervalBounds, type LinearSpec } from '@ibp/bounds';
import { type LoweredNetwork, lower, type Network } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { crownBounds } from '../linear/crown-bounds';
import { unlessUnsound } from '../linear/guard';
import { assertFits, type NodeBounds } from '../linear/method';
import { adaptiveSlope } from '../linear/relaxations/relu';
import { type Bounded, type OptimizeOptions, optimizeParts, type Part } from './bound-domains';
import { chooseSplits, halves } from './branching';
import { type Domain, type Place, treeOf } from './domain';
import { type Problem, problemOf } from './problem';
import type { OpenUnits, SplitTree } from './tree';
import { type CounterExample, counterExample } from './witness';

type TensorContainer = tf.TensorContainer;

export type BranchAndBoundOptions = {
  /** How many parts of the box are bounded at once: memory on the backend is in proportion. 32 unless given. */
  readonly batch?: number;
  /** Steps of the optimiser for the whole box (40 unless given) and for each part of it (15). */
  readonly rootSteps?: number;
  readonly steps?: number;
  /** Adam's rates for slopes (0.1) and multipliers (0.05), and their decay with each step (0.97). */
  readonly slopeRate?: number;
  readonly betaRate?: number;
  readonly decay?: number;
  /** The most parts that may wait; more end the search. 20,000 unless given. */
  readonly maxDomains?: number;
  /** The most parts that are bounded in all; no limit unless given. Unlike time it gives the same end everywhere. */
  readonly maxNodes?: number;
  /** Milliseconds by `now`; no limit unless given. */
  readonly budget?: number;
  /** A clock in milliseconds: `performance.now` unless given. */
  readonly now?: () => number;
  readonly signal?: AbortSignal;
  /** Bounds of the hidden units of the whole box: `crownBounds` unless given. */
  readonly bounds?: NodeBounds;
  /** Signed gradient steps from the points at which the linear bounds are attained, in search of a counter-example; 10 unless given. */
  readonly attackSteps?: number;
  /** Points at which the linear bounds are attained, `[n, ...inputShape]`, to others to try: an attack of your own. */
  readonly improve?: (x: tf.Tensor) => tf.Tensor;
};

export type BranchAndBoundResult = {
  readonly status: 'verified' | 'falsified' | 'unknown';
  /** Where falsified. */
  readonly witness?: CounterExample;
  /** Why unknown: `time`, `aborted`, `domains`, `nodes`, `not finite`, or `unresolved`: all signs are decided, yet a bound is not below 0. */
  readonly reason?: 'time' | 'aborted' | 'domains' | 'nodes' | 'not finite' | 'unresolved';
  /** Parts of the box that were bounded. */
  readonly nodes: number;
  /** An upper bound of the specifications over the whole box; NaN where nothing was bounded. */
  readonly bound: number;
  /** For each specification how the box was cut, and what bounds each leaf; empty where nothing was bounded. */
  readonly trees: readonly SplitTree[];
  /** The units that the slopes of leaves are of. */
  readonly openUnits: OpenUnits;
};

/**
 * Complete verification of one example: the box is cut by the signs of relus until every part is proved, or a
 * counter-example turns up (beta-CROWN, Wang et al. 2021; Bunel et al. 2020). Parts are bounded in batches; the ones
 * with the highest bounds come first; the signs a part assumes enter its bound through multipliers. Nothing is random:
 * the same call takes the same decisions, but for where a budget of time cuts it.
 *
 * Verified means that float32 bounds are below 0 on every leaf; `trees` is what a check in exact arithmetic needs. It
 * reads values back, and so runs neither under `tf.grad` nor captured. Networks may hold other ops that CROWN
 * relaxes; these are not split, and may leave a part unresolved.
 *
 * @param input both ends `[1, ...inputShape]`
 * @param spec `c` `[1, specs, ...outputs]`
 * @throws when a shape does not fit, or an op has no relaxation (softmax).
 */
export async function branchAndBound(
  network: Network | LoweredNetwork,
  input: IntervalBounds,
  spec: LinearSpec,
  options: BranchAndBoundOptions = {},
): Promise<BranchAndBoundResult> {
  const { inputShape } = network;
  assertShape('branchAndBound', input.lower.shape, [1, ...inputShape]);
  const parameters = (net: Network | LoweredNetwork) =>
    net.nodes.map(({ params }) => params as TensorContainer);
  const kept = new Set(
    tf.tensor_util.getTensorsInContainer([parameters(network), { ...input }, { ...spec }]),
  );
  const made: { problem?: Problem } = {};
  const tensors = tf.tidy(() => {
    const lowered = lower(network);
    assertFits(lowered, input, spec);
    const bounds = (options.bounds ?? crownBounds)(lowered, input);
    made.problem = problemOf(lowered, input, spec, bounds);
    return {
      parameters: parameters(lowered),
      bounds,
      relaxations: made.problem.relaxations as TensorContainer[],
    };
  });
  try {
    return await search(made.problem!, options);
  } finally {
    tf.dispose(tf.tensor_util.getTensorsInContainer(tensors).filter((t) => !kept.has(t)));
  }
}

async function search(problem: Problem, options: BranchAndBoundOptions): Promise<BranchAndBoundResult> {
  const { batch = 32, rootSteps = 40, steps = 15, maxDomains = 20_000 } = options;
  const { maxNodes = Number.POSITIVE_INFINITY, budget = Number.POSITIVE_INFINITY } = options;
  const { now = () => performance.now(), signal, improve, attackSteps = 10 } = options;
  const { slopeRate = 0.1, betaRate = 0.05, decay = 0.97 } = options;
  const rates = { slopeRate, betaRate, decay };
  const started = now();
  const places: Place[] = [];
  const open: Domain[] = []; // by bound, the highest last
  let unresolved = false;
  let nodes = 0;

  const end = (
    status: BranchAndBoundResult['status'],
    more: Pick<BranchAndBoundResult, 'witness' | 'reason'> = {},
  ): BranchAndBoundResult => {
    const trees = places.map((place) => treeOf(problem, place));
    const openUnits = Object.fromEntries(problem.relus.map(({ node, units }) => [node, units]));
    return { status, ...more, nodes, bound: greatestBound(places), trees, openUnits };
  };

  /** Bounds parts and files them; a counter-example, or true where a bound is not finite, ends the search. */
  const bound = (
    parts: readonly (Part & { place: Place; known: number })[],
    optimize: OptimizeOptions,
    last = false,
  ): CounterExample | 'not finite' | undefined => {
    for (let start = 0; start < parts.length; start += batch) {
      const chunk = parts.slice(start, start + batch);
      const bounded = optimizeParts(problem, chunk, optimize);
      nodes += chunk.length;
      chunk.forEach((part, i) => {
        file(part, bounded[i]!, last);
      });
      if (bounded.some((b) => !Number.isFinite(b.bound))) return 'not finite';
      const found = counterExample(
        problem,
        bounded.flatMap(({ point, mean }) => [point, mean]),
        chunk.flatMap((part) => [part.spec, part.spec]),
        { attackSteps: last ? 4 * attackSteps : attackSteps, improve },
      );
      if (found) return found;
    }
    return undefined;
  };

  const file = (
    { place, known, spec, splits }: Part & { place: Place; known: number },
    result: Bounded,
    last: boolean,
  ) => {
    const { bound: own, slopes, betas, coefficients } = result;
    // a leaf's numbers must prove its own bound, so the parent's better one only orders the search
    const domain: Domain = { spec, splits, bound: own, slopes, betas, coefficients, place };
    place.domain = domain;
    if (own < 0) return;
    if (last) {
      unresolved = true;
      return;
    }
    const priority = Math.min(own, known);
    let at = open.length;
    while (at > 0 && open[at - 1]!.bound > priority) at -= 1;
    open.splice(at, 0, domain);
  };

  if (!tf.tidy(() => isSound(problem))) return end('unknown', { reason: 'not finite' });
  const slopes = rootSlopes(problem);
  const roots = Array.from({ length: problem.spec.d.shape[1] }, (_, i) => {
    const place: Place = {};
    places.push(place);
    return { spec: i, splits: [], betas: [], slopes, place, known: Number.POSITIVE_INFINITY };
  });
  let found = bound(roots, { steps: rootSteps, ...rates });
  while (found === undefined) {
    if (open.length === 0) return unresolved ? end('unknown', { reason: 'unresolved' }) : end('verified');
    if (open.length > maxDomains) return end('unknown', { reason: 'domains' });
    if (nodes >= maxNodes) return end('unknown', { reason: 'nodes' });
    await new Promise((resolve) => setTimeout(resolve)); // lets a signal come through
    if (signal?.aborted) return end('unknown', { reason: 'aborted' });
    if (now() - started > budget) return end('unknown', { reason: 'time' });
    const picked = open.splice(Math.max(0, open.length - Math.max(1, batch >> 1)));
    const choices = chooseSplits(problem, picked, batch);
    const parts = picked.flatMap((domain, i) => {
      const choice = choices[i];
      if (!choice) return [];
      const [active, inactive]: [Place, Place] = [{}, {}];
      const [one, other] = halves(domain, choice);
      domain.place.split = { ...choice, active, inactive };
      return [
        { ...one, place: active, known: domain.bound },
        { ...other, place: inactive, known: domain.bound },
      ];
    });
    // nothing left to split: a linear program, whose multipliers get the time to converge
    const decided = picked.flatMap((domain, i) => (choices[i] ? [] : [{ ...domain, known: domain.bound }]));
    found = bound(decided, { steps: 10 * steps, slopeRate, betaRate: 2 * betaRate, decay: 0.98 }, true);
    found ??= bound(parts, { steps, ...rates });
  }
  if (found === 'not finite') return end('unknown', { reason: found });
  return end('falsified', { witness: found });
}

/** Whether the box is not empty and all bounds are finite. */
function isSound({ bounds }: Problem): boolean {
  const zero = tf.zeros([1, 1]) as tf.Tensor2D;
  return unlessUnsound(bounds, zero).dataSync()[0] === 0;
}

function rootSlopes({ relus }: Problem): Float32Array[] {
  return tf.tidy(() =>
    relus.map(({ units, lower, upper }) => {
      const ends = {
        lower: tf.tensor2d(lower, [1, lower.length]),
        upper: tf.tensor2d(upper, [1, upper.length]),
      };
      const slopes = adaptiveSlope(ends, ends.lower).dataSync();
      return Float32Array.from(units, (unit) => slopes[unit]!);
    }),
  );
}

function greatestBound(places: readonly Place[]): number {
  let greatest = Number.NEGATIVE_INFINITY;
  const waiting = [...places];
  while (waiting.length > 0) {
    const { split, domain } = waiting.pop()!;
    if (split?.active.domain && split.inactive.domain) waiting.push(split.active, split.inactive);
    else if (!domain || Number.isNaN(domain.bound)) return Number.NaN;
    else greatest = Math.max(greatest, domain.bound);
  }
  return places.length > 0 ? greatest : Number.NaN;
}
