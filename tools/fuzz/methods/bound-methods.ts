import { type BoundMethod, ibp, type Network, propagateAll } from '@ibp/layers';
import {
  alphaCrown,
  crown,
  crownIbp,
  dualBound,
  fastLin,
  forwardLinear,
  hybridZonotope,
  outerPolytope,
  zonotope,
} from '@ibp/relax';
import { learnedDual, withVerifier } from '@ibp/train';
import { sdp } from '@ibp/verify';
import * as tf from '@tensorflow/tfjs-core';
import type { Random } from '../stream';
import { hasOneHiddenLayer } from './one-hidden-layer';

type Make = (network: Network, random: Random) => BoundMethod | undefined;

const hasRelu = ({ nodes }: Network) => nodes.some(({ op }) => op === 'relu');

/** The dual bound, which holds whatever the variables, with rounding paid for. */
const randomDual = (random: Random): BoundMethod => {
  const share = random.pick([0, 0.3, 0.5, 1, 2, -0.5]);
  return (network, input, spec) =>
    tf.tidy(() => {
      const values = propagateAll(network, input);
      return dualBound(network, spec, {
        boundsOf: (i) => values[i]!,
        variables: ({ after }) => tf.mul(after, share),
        outward: true,
      });
    });
};

/** A verifier that has learned anything. */
function randomVerifier(network: Network, random: Random): BoundMethod {
  const verified = withVerifier(network);
  for (const [name, variable] of Object.entries(verified.variables)) {
    if (!name.startsWith('verifier/')) continue;
    const data = Float32Array.from({ length: variable.size }, () => 3 * random.normal());
    tf.tidy(() => variable.assign(tf.tensor(data, variable.shape)));
  }
  const method = learnedDual(verified);
  return (...of) => {
    try {
      return method(...of);
    } finally {
      for (const [name, variable] of Object.entries(verified.variables))
        if (name.startsWith('verifier/')) variable.dispose();
    }
  };
}

const of =
  (method: BoundMethod): Make =>
  () =>
    method;

/** Every bounding method, and of how many nets it is asked. */
export const boundMethods: { readonly [name: string]: readonly [share: number, make: Make] } = {
  ibp: [1, of(ibp())],
  'ibp without elision': [1, of(ibp({ elide: false }))],
  'crown-ibp': [1, of(crownIbp())],
  crown: [1, (_, random) => crown({ chunk: random.pick([256, 256, 3, 1]) })],
  'fast-lin': [0.5, of(fastLin())],
  'alpha-crown': [0.25, (_, random) => alphaCrown({ steps: random.whole(1, 6) })],
  'alpha-crown on intervals': [
    0.25,
    (_, random) => alphaCrown({ steps: random.whole(1, 6), bounds: propagateAll }),
  ],
  forward: [1, of(forwardLinear())],
  zonotope: [1, of(zonotope())],
  sdp: [1, (network) => (hasOneHiddenLayer(network) ? sdp() : undefined)],
  'outer-polytope': [0.5, of(outerPolytope())],
  dual: [0.5, (_, random) => randomDual(random)],
  'learned-dual': [
    0.5,
    (network, random) => (hasRelu(network) ? randomVerifier(network, random) : undefined),
  ],
  'hybrid-zonotope': [0.5, of(hybridZonotope())],
  'hybrid-zonotope chord': [0.5, of(hybridZonotope({ relu: 'chord' }))],
};
