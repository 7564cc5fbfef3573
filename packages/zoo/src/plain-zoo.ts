import type { PlainNetwork } from '@ibp/core';
import { decodePlainNetwork } from '@ibp/exact';
import type { ZooName } from './catalog';
import { zooFile } from './zoo-file';

/**
 * A network of the zoo as plain data, for `@ibp/exact` and whoever has no tfjs. Its hash is checked.
 *
 * @throws when there is no network of that name.
 *
 * @example
 * ```ts
 * import { plainZoo } from '@ibp/zoo/plain';
 *
 * const { nodes } = await plainZoo('digits-0.1-small');
 * console.log(nodes[0]?.shape.join(), nodes.at(-1)?.shape.join()); // 28,28,1 10
 * ```
 */
export const plainZoo = async (name: ZooName): Promise<PlainNetwork> =>
  decodePlainNetwork(await zooFile(name));
