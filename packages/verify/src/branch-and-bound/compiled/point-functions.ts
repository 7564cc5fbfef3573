import type { LinearSpec } from '@ibp/bounds';
import { type LoweredNetwork, lowerWith, type Network } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { ascent, type Rows, rowValues } from '../ascent';

type Tensors = { readonly [name: string]: tf.Tensor };
type AnyNetwork = Network | LoweredNetwork;

const rowsOf = (of: AnyNetwork, given: Tensors): Rows => ({
  network: lowerWith(of, given),
  spec: { c: given.c!, d: given.d } as LinearSpec,
});

/** Points a step further up their rows. */
export const pointStep =
  (of: AnyNetwork) =>
  (given: Tensors): Tensors =>
    tf.tidy(() => {
      const input = { lower: given.lower_0!, upper: given.upper_0! };
      return { moved: ascent({ ...rowsOf(of, given), input }, given.x!, given.others!, given.length!) };
    });

/** The values of all rows at points. */
export const pointValues =
  (of: AnyNetwork) =>
  (given: Tensors): Tensors =>
    tf.tidy(() => ({ values: rowValues(rowsOf(of, given), given.x!) }));
