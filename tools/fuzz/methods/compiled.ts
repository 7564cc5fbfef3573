import { compileBound } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { boundMethods } from './bound-methods';
import { given, perRow } from './eager';
import type { Method } from './method';

const compiledNames = [
  'ibp',
  'ibp without elision',
  'crown-ibp',
  'crown',
  'fast-lin',
  'alpha-crown',
  'forward',
  'outer-polytope',
  'hybrid-zonotope',
  'hybrid-zonotope chord',
];

/** The methods that an engine computes, compiled. */
export const compiledMethods: readonly Method[] = compiledNames.map((name) => ({
  name: `compiled ${name}`,
  share: name === 'ibp' ? 0.12 : 0.06,
  host: true,
  claims: async (to) => {
    const { box, spec } = given(to);
    const compiled = compileBound(
      await to.engine(),
      to.network,
      boundMethods[name]![1](to.network, to.random)!,
    );
    try {
      return perRow(to, await compiled.bound(box, spec));
    } finally {
      await compiled.dispose();
      tf.dispose([box, spec]);
    }
  },
}));
