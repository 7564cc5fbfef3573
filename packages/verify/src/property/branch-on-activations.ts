import type { Enclosure } from '@ibp/exact';
import { crownBounds } from '@ibp/relax';
import * as tf from '@tensorflow/tfjs-core';
import { refuteGroups } from '../branch-and-bound/branch-and-bound';
import { treeProofs } from '../certificate/tree-proof';
import { boxTensors, chunkOf, paidRowTensors } from './backend-lines';
import type { BoxOutcome } from './input-split';
import { type Limits, until } from './limits';
import type { PropertyOptions } from './options';
import { type Checked, checkPropertyWitness } from './witness';

/**
 * Cuts a box by the signs of activations (see `branchAndBound`) until every conjunction is refuted on every part, by a
 * combination of its rows whose multipliers are optimised with the slopes, or a point is found at which one is true. What
 * it bounds is the float32 box around the box.
 */
export async function branchOnActivations(
  whole: Enclosure,
  problem: Checked & { readonly products: number },
  limits: Limits,
  { budget, maxNodes, signal, now = () => performance.now(), batch = 32 }: PropertyOptions,
): Promise<BoxOutcome> {
  const { network, rows } = problem;
  const { input, spec, bounds } = tf.tidy(() => {
    const box = boxTensors([whole], network.inputShape);
    const found = crownBounds(network, box, {
      chunk: chunkOf(problem.products, 1024),
      reached: () => limits.reached() !== undefined,
    });
    return {
      input: { ...box },
      spec: { ...paidRowTensors(network, rows.spec, () => found.at(-1)!) },
      bounds: found.map((of) => ({ ...of })),
    };
  });
  try {
    const result = await refuteGroups(
      network,
      input,
      spec,
      {
        ...{
          now,
          batch,
          bounds: () => bounds.map(({ lower, upper }) => ({ lower: lower.clone(), upper: upper.clone() })),
        },
        ...(signal ? { signal } : {}),
        ...(budget === undefined ? {} : { budget: Math.max(0, budget - limits.seconds()) * 1000 }),
        ...(maxNodes === undefined ? {} : { maxNodes: maxNodes - limits.nodes }),
      },
      rows.conjunctions,
    );
    limits.nodes += result.nodes;
    const method = 'branch-and-bound';
    if (result.status === 'verified') {
      return { status: 'verified', method, proofs: treeProofs(result, problem.plain) };
    }
    const witness = result.witness && checkPropertyWitness(result.witness.x, whole, problem);
    if (witness) return { status: 'falsified', method, witness };
    return { status: 'unknown', method, reason: result.reason ?? 'unresolved' };
  } finally {
    tf.dispose([input, spec, bounds] as unknown as tf.TensorContainer);
  }
}

/** Of the time that is left, what a box may take that is not cut. */
const shareOfUncut = 1 / 4;

/** What {@link branchOnActivations} makes of a box that it does not cut; nothing where that leaves something open. */
export async function settleUncut(
  whole: Enclosure,
  problem: Parameters<typeof branchOnActivations>[1],
  limits: Limits,
  options: PropertyOptions,
): Promise<BoxOutcome | undefined> {
  const { budget = Number.POSITIVE_INFINITY, maxNodes = Number.POSITIVE_INFINITY } = options;
  const end = limits.seconds() + shareOfUncut * (budget - limits.seconds());
  const found = await branchOnActivations(whole, problem, until(limits, { budget: end }), {
    ...options,
    ...(Number.isFinite(end) && { budget: end }),
    maxNodes: Math.min(maxNodes, limits.nodes + problem.rows.conjunctions.length),
  });
  return found.status === 'unknown' ? undefined : found;
}
