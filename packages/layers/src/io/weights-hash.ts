import { fail } from '@ibp/core';
import type { Network } from '../network';
import { type WeightArrays, weightArrays } from './weight-arrays';

/**
 * SHA-256 over the names, shapes and bytes of all weights, in hexadecimal: what tells whether two networks hold the
 * same weights, for run reports and checkpoints. The order in which the weights were made does not matter.
 *
 * @throws where there is no Web Crypto: in a browser, a page that is neither https nor localhost.
 *
 * @example
 * ```ts
 * import { dense, network, weightsHash } from '@ibp/layers';
 *
 * const [one, same] = [network([2], dense(3), { seed: 1 }), network([2], dense(3), { seed: 1 })];
 * console.log((await weightsHash(one)) === (await weightsHash(same))); // true
 * ```
 */
export async function weightsHash(network: Network): Promise<string> {
  const hash = await hashArrays(await weightArrays(network));
  return hash ?? fail('weightsHash', 'expected Web Crypto (https or localhost), got none');
}

/** {@link weightsHash} of a network with these weights; `undefined` where there is no Web Crypto. */
export async function hashArrays(arrays: WeightArrays): Promise<string | undefined> {
  const { subtle } = globalThis.crypto ?? {};
  if (!subtle) return undefined;
  const parts = Object.keys(arrays)
    .sort()
    .flatMap((name) => {
      const { shape, data } = arrays[name]!;
      // the shape tells how many bytes follow, so that no two networks give the same bytes
      const values = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
      return [new TextEncoder().encode(`${JSON.stringify([name, shape])}\n`), values];
    });
  const bytes = new Uint8Array(await new Blob(parts as Uint8Array<ArrayBuffer>[]).arrayBuffer());
  const hash = new Uint8Array(await subtle.digest('SHA-256', bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
