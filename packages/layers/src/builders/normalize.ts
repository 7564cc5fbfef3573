import { fail } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Layer } from '../builder';

/** One number for all channels, or one for each. */
export type PerChannel = number | readonly number[];

/**
 * `(x - mean) / std` as the first layer of a network, so that epsilon stays in the units of the input.
 * The two are kept with the weights and not trained.
 *
 * @throws when the lists are not as long as the input has channels, or a std is not above 0.
 *
 * @example
 * ```ts
 * import { apply, network, normalize } from '@ibp/layers';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * const net = network([1, 1, 1], normalize({ mean: 0.5, std: 0.25 })); // epsilon stays in the units of the pixels
 * console.log(apply(net, tf.ones([1, 1, 1, 1])).dataSync()[0]); // 2
 * ```
 */
export function normalize({ mean, std }: { readonly mean: PerChannel; readonly std: PerChannel }): Layer {
  return (build, x) => {
    const name = build.uniqueName('normalize');
    const channels = build.shapeOf(x).at(-1)!;
    const [means, stds] = [mean, std].map((value) => perChannel(name, value, channels)) as [
      number[],
      number[],
    ];
    if (stds.some((s) => !(s > 0))) fail(name, `expected std > 0, got [${stds}]`);
    const scale = stds.map((s) => 1 / s);
    const shift = means.map((m, i) => -m * scale[i]!);
    const fixed = (key: string, values: number[]) =>
      build.variable(`${name}/${key}`, [channels], () => tf.tensor1d(values), false);
    return build.add('affine', { scale: fixed('scale', scale), shift: fixed('shift', shift) }, [x], name);
  };
}

function perChannel(where: string, value: PerChannel, channels: number): number[] {
  const values = typeof value === 'number' ? Array<number>(channels).fill(value) : [...value];
  if (values.length !== channels) fail(where, `expected ${channels} values, got ${values.length}`);
  return values;
}
