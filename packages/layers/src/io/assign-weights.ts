import { indexOfNonFinite } from '@ibp/bounds';
import { fail, formatShape, type Shape } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Network } from '../network';
import type { WeightArrays } from './weight-arrays';

const list = (names: readonly string[]) => names.map((name) => `"${name}"`).join(', ');

/** Of weights by name. */
export type Shapes = { readonly [name: string]: Shape };

/** @throws unless there is one of each variable of the network, and nothing else. */
export function assertNames(where: string, network: Network, of: object): void {
  const missing = Object.keys(network.variables).filter((name) => !(name in of));
  const unknown = Object.keys(of).filter((name) => !(name in network.variables));
  if (missing.length > 0 || unknown.length > 0) {
    const got = [
      missing.length > 0 && `no ${list(missing)}`,
      unknown.length > 0 && `unknown ${list(unknown)}`,
    ];
    fail(where, `expected one of each weight of the network, got ${got.filter(Boolean).join(' and ')}`);
  }
}

/** @throws unless there is one shape for each variable of the network, and the same. */
export function assertShapes(where: string, network: Network, shapes: Shapes): void {
  assertNames(where, network, shapes);
  for (const [name, { shape }] of Object.entries(network.variables)) {
    const got = shapes[name]!;
    if (String(got) !== String(shape)) {
      fail(where, `weight "${name}": expected shape ${formatShape(shape)}, got ${formatShape(got)}`);
    }
  }
}

/** @throws where a weight has more or fewer values than its shape, or holds NaN or Infinity. */
export function assertValues(where: string, arrays: WeightArrays): void {
  for (const [name, { shape, data }] of Object.entries(arrays)) {
    const size = shape.reduce((a, b) => a * b, 1);
    if (data.length !== size) {
      fail(where, `weight "${name}": expected ${size} values, got ${data.length}`);
    }
    const i = indexOfNonFinite(data);
    if (i >= 0) fail(where, `weight "${name}": expected finite values, got ${data[i]} at element ${i}`);
  }
}

/** @throws when a weight is missing or unknown, of another shape, or holds NaN or Infinity. */
export function assertFits(where: string, network: Network, arrays: WeightArrays): void {
  const shapes = Object.fromEntries(Object.entries(arrays).map(([name, { shape }]) => [name, shape]));
  assertShapes(where, network, shapes);
  assertValues(where, arrays);
}

/** Assigns weights that are known to fit. */
export function assign(network: Network, arrays: WeightArrays): void {
  tf.tidy(() => {
    for (const [name, variable] of Object.entries(network.variables)) {
      // a copy: the cpu backend keeps the very array it is given
      variable.assign(tf.tensor(arrays[name]!.data.slice(), variable.shape));
    }
  });
}

/**
 * Gives a network the weights of {@link weightArrays}. All of them, or none where anything does not fit.
 *
 * @throws when a weight is missing or unknown, of another shape, or holds NaN or Infinity.
 */
export function assignWeights(network: Network, arrays: WeightArrays): void {
  assertFits('assignWeights', network, arrays);
  assign(network, arrays);
}
