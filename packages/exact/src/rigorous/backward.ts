import { fail, isMaxNode, type PlainNetwork, sizeOf } from '@ibp/core';
import { affineMaps } from '../plain/linear-nodes';
import { type Slopes, throughActivation } from './backward-activation';
import { throughAffine } from './backward-affine';
import { throughMatMul } from './backward-mat-mul';
import { throughMax } from './backward-max';
import { throughProduct } from './backward-product';
import { throughSoftmax } from './backward-softmax';
import type { BackwardStep } from './backward-step';
import { columnTerms } from './column-terms';
import type { Enclosures } from './enclose';
import { assertBoxSize, assertNode, type Enclosure, greatestMagnitude } from './enclosure';
import { linesOf } from './lines';
import { type Planes, planedOf, throughPlanes } from './planes';
import { gamma, tiny } from './rounding';
import { assertPlainSpec, type PlainSpec } from './spec';
import { fromAbove, type Totals, totals } from './totals';

/** Options of `exactBackward`. */
export type ExactBackwardOptions = {
  /** `relaxed`: to the input, through relaxed activations (CROWN). `linear`: to the last activations (elision). */
  readonly through?: 'relaxed' | 'linear';
  /** By index of the activation's node. Any numbers give a sound bound: the shifts are computed here. */
  readonly slopes?: { readonly [node: number]: Slopes };
  /** By index of the activation's node: planes above units, in place of lines. Any slopes give a sound bound, as above. */
  readonly planes?: { readonly [node: number]: Planes };
  /** A multiplier `beta >= 0` for each split of the enclosures, in their order (beta-CROWN); 0 unless given. */
  readonly betas?: readonly number[];
  /** The node the specification is of; the output unless given. */
  readonly node?: number;
  /**
   * Receives the coefficients of the line in the input that each bound is the greatest value of, `[specs, units]`: as
   * float64 rounds them, for choosing and not for proving.
   */
  readonly line?: Float64Array;
  /** Receives the coefficients `[specs, units]` of each node that the pass comes to: for choosing as well, and not to be changed. */
  readonly seen?: (node: number, coefficients: Float64Array) => void;
};

/**
 * Upper bounds of specifications over the region that the enclosures are of, in exact arithmetic: a backward pass of
 * linear bounds (CROWN, Zhang et al. 2018; with splits and multipliers beta-CROWN, Wang et al. 2021) in float64, in
 * which what rounding may take from a coefficient goes into the constant, times the greatest `|x|` of its unit
 * (as Neumaier and Shcherbina 2004, Safe bounds in linear and mixed-integer linear programming).
 *
 * Of enclosures of what float32 programs compute they are bounds of the specifications of computed values: each node is its
 * real function of the computed values before it and an error, which goes into the constant where the pass takes the function
 * in place of the node.
 *
 * @returns one bound for each specification; below 0 the specification holds. NaN where something overflowed or the
 * enclosures are unsound; -Infinity where the region is empty.
 * @throws when the specification is not one of the node's value (see `assertPlainSpec`), the enclosures are of another
 * network, or there are more betas than splits or one is not >= 0.
 */
export function exactBackward(
  network: PlainNetwork,
  enclosures: Enclosures,
  spec: PlainSpec,
  options: ExactBackwardOptions = {},
): Float64Array {
  const { nodes } = network;
  const {
    through = 'relaxed',
    slopes = {},
    planes = {},
    betas = [],
    node: start = nodes.length - 1,
  } = options;
  const { boxes, reach, roundings, state, splits } = enclosures;
  const specs = spec.d.length;
  assertNode('exactBackward', network, start);
  assertPlainSpec('exactBackward', spec, sizeOf(nodes[start]!.shape));
  const negative = betas.find((beta) => !(beta >= 0));
  if (negative !== undefined) fail('exactBackward', `expected every beta >= 0, got ${negative}`);
  if (betas.length > splits.length) {
    fail('exactBackward', `expected a beta for each of ${splits.length} splits, got ${betas.length}`);
  }
  if (state === 'bounded' && boxes.length !== nodes.length) {
    fail('exactBackward', `expected enclosures of ${nodes.length} nodes, got ${boxes.length}`);
  }
  for (const [index, box] of boxes.entries()) assertBoxSize('exactBackward', network, box, index);
  if (state !== 'bounded') {
    return new Float64Array(specs).fill(state === 'empty' ? Number.NEGATIVE_INFINITY : Number.NaN);
  }
  const maps = affineMaps(network);
  const planed = Object.values(planes).reduce((sum, { units }) => sum + units.length, 0);
  // beside what units send on by their rows they may send what their planes have
  const terms = columnTerms(network, maps).map((count) => count + planed);
  const sums = totals(spec.d);
  const coefficients = new Map<number, Float64Array>([[start, spec.c.slice()]]);
  const of = (index: number): Float64Array => {
    const found = coefficients.get(index) ?? new Float64Array(specs * boxes[index]!.lower.length);
    coefficients.set(index, found);
    return found;
  };

  for (const [k, { node, unit, side, at = 0 }] of splits.entries()) {
    // where z >= at, beta (z - at) may be added to what is bounded from above; where z <= at, taken away
    const beta = betas[k] ?? 0;
    const box = boxes[node];
    if (beta === 0 || !box || node > start || !(unit >= 0 && unit < box.lower.length)) continue;
    const error = gamma(terms[node]! + splits.length) * beta * Math.max(-box.lower[unit]!, box.upper[unit]!);
    const signed = side === 'active' ? beta : -beta;
    const constant = -signed * at;
    for (let s = 0; s < specs; s++) {
      of(node)[s * box.lower.length + unit]! += signed;
      sums.value[s]! += constant;
      sums.size[s]! += Math.abs(constant);
      sums.error[s]! += error;
    }
    sums.terms += 1;
  }

  for (let index = start; index >= 0; index--) {
    const c = coefficients.get(index);
    if (!c) continue;
    coefficients.delete(index);
    if (index === 0) options.line?.set(c);
    options.seen?.(index, c);
    const node = nodes[index]!;
    const lines = linesOf(node);
    const [map, input] = [maps[index], node.inputs[0]!];
    const most = Math.max(...node.inputs.map((i) => terms[i]! + splits.length), 0);
    const step = (): BackwardStep => ({ c, into: node.inputs.map(of), terms: most, sums });
    const own = planes[index];
    const above = own && through === 'relaxed' ? planedOf(network, index) : undefined;
    // a box that the pass ends at has its errors in it
    if (map || through === 'relaxed') payFor(roundings?.[index]?.error, c, sums);
    if (own && above) {
      const { from } = above;
      const most = terms[from]! + splits.length;
      const errors = roundings?.[input]?.error;
      throughPlanes(own, { ...above, errors }, boxes[from]!, { c, into: [of(from)], terms: most, sums });
    }
    if (map) throughAffine(map, reach[index]!, step());
    else if (through === 'relaxed' && lines) {
      throughActivation(lines, boxes[input]!, slopes[index] ?? {}, step());
    } else if (through === 'relaxed' && node.op === 'multiply') {
      throughProduct([boxes[input]!, boxes[node.inputs[1]!]!], step());
    } else if (through === 'relaxed' && node.op === 'matMul') {
      const shapes = node.inputs.map((i) => nodes[i]!.shape);
      throughMatMul([boxes[input]!, boxes[node.inputs[1]!]!], shapes, step());
    } else if (through === 'relaxed' && node.op === 'softmax') {
      const n = node.shape.at(-1)!;
      throughSoftmax({ n, input: boxes[input]!, output: boxes[index]! }, step());
    } else if (through === 'relaxed' && isMaxNode(node)) {
      const [inputShape, output] = [nodes[input]!.shape, boxes[index]!];
      throughMax({ node, inputShape, input: boxes[input]!, output }, step());
    } else {
      concretize(c, boxes[index]!, sums);
      continue;
    }
    // coefficients that underflowed
    const underflow = tiny * Math.max(...node.inputs.map((i) => greatestMagnitude(boxes[i]!)));
    for (let s = 0; s < specs; s++) sums.error[s]! += underflow;
  }
  return fromAbove(sums);
}

/** What the rounding of a node's units may add to each row. */
function payFor(errors: Float64Array | undefined, c: Float64Array, { specs, error }: Totals): void {
  if (!errors) return;
  const n = errors.length;
  for (let s = 0; s < specs; s++) {
    for (let i = 0; i < n; i++) error[s]! += Math.abs(c[s * n + i]!) * errors[i]!;
  }
}

/** The greatest value over a box (Gowal et al. 2019, eq. 8). */
function concretize(c: Float64Array, { lower, upper }: Enclosure, sums: Totals): void {
  const { specs, value, size } = sums;
  const n = lower.length;
  for (let s = 0; s < specs; s++) {
    for (let i = 0; i < n; i++) {
      const factor = c[s * n + i]!;
      if (factor === 0) continue;
      const worst = factor > 0 ? factor * upper[i]! : factor * lower[i]!;
      value[s]! += worst;
      size[s]! += worst < 0 ? -worst : worst;
    }
  }
  sums.terms += n;
}
