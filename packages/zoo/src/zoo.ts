import { type Network, networkOf } from '@ibp/layers';
import type { ZooName } from './catalog';
import { plainZoo } from './plain-zoo';

/**
 * A certified network, ready to be bounded. Its weights are a chunk of the package that is loaded when they are asked for,
 * in Node and in browsers; the caller frees them (`disposeNetwork`).
 *
 * @param name one of `zooNames`: data, radius and network.
 * @throws when there is no network of that name.
 *
 * @example
 * ```ts
 * import { linfBall } from '@ibp/bounds';
 * import { disposeNetwork, propagate } from '@ibp/layers';
 * import { zoo } from '@ibp/zoo';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * const net = await zoo('digits-0.1-small');
 * const { upper } = propagate(net, linfBall(tf.fill([1, 28, 28, 1], 0.5), 0.1));
 * console.log(upper.shape.join()); // 1,10
 * disposeNetwork(net);
 * ```
 */
export const zoo = async (name: ZooName): Promise<Network> => networkOf(await plainZoo(name));
