import type { IntervalBounds, LinearSpec } from '@ibp/bounds';
import { marginSpec, rigorousBounds, rigorousBox } from '@ibp/exact';
import { ibp, type LoweredNetwork } from '@ibp/layers';
import { alphaCrown, crown, crownIbp, fastLin, forwardLinear, zonotope } from '@ibp/relax';
import { branchAndBound, plainNetwork } from '@ibp/verify';
import * as tf from '@tensorflow/tfjs-core';

export type Problem = {
  readonly network: LoweredNetwork;
  readonly pixels: Float32Array;
  readonly label: number;
  readonly epsilon: number;
  readonly box: IntervalBounds;
  readonly spec: LinearSpec;
};

/** The greatest margin of one example: below 0 is proved. */
export type Method = (problem: Problem) => number | Promise<number>;

const greatest = (margins: ArrayLike<number>): number => Math.max(...Array.from(margins));

const inTensors =
  (method: ReturnType<typeof ibp>): Method =>
  ({ network, box, spec }) =>
    tf.tidy(() => greatest(method(network, box, spec).dataSync()));

const inExactArithmetic =
  (method: 'ibp' | 'crown' | 'crown-crown'): Method =>
  async ({ network, pixels, label, epsilon }) =>
    greatest(
      rigorousBounds(await plainNetwork(network), rigorousBox(pixels, epsilon), marginSpec(label, 10), {
        method,
      }),
    );

const search: Method = async ({ network, box, spec }) => {
  const { status, bound } = await branchAndBound(network, box, spec, { budget: 5000 });
  return status === 'falsified' ? Number.POSITIVE_INFINITY : bound;
};

/** What is held beside one another, by the name of the function that a reader calls. */
export const methods: { readonly [name: string]: Method } = {
  'ibp()': inTensors(ibp()),
  'crownIbp()': inTensors(crownIbp()),
  'zonotope()': inTensors(zonotope()),
  'fastLin()': inTensors(fastLin()),
  'crown()': inTensors(crown()),
  'alphaCrown()': inTensors(alphaCrown()),
  'forwardLinear()': inTensors(forwardLinear()),
  'branchAndBound(), 5 s': search,
  "rigorousBounds(), 'ibp'": inExactArithmetic('ibp'),
  "rigorousBounds(), 'crown'": inExactArithmetic('crown'),
  "rigorousBounds(), 'crown-crown'": inExactArithmetic('crown-crown'),
};
