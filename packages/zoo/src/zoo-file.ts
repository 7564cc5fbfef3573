import { fail } from '@ibp/core';
import { catalog, type ZooName } from './catalog';

/** The names that `zoo` takes. */
export const zooNames: readonly ZooName[] = Object.keys(catalog) as ZooName[];

/**
 * A network's file as `encodePlainNetwork` of `@ibp/exact` wrote it: safetensors, with the graph in its metadata.
 *
 * @throws when there is no network of that name.
 */
export async function zooFile(name: ZooName): Promise<Uint8Array> {
  // a name may come from a page's address or a command line
  if (!Object.hasOwn(catalog, name)) fail('zoo', `expected one of ${zooNames.join(', ')}, got "${name}"`);
  const { default: text } = await catalog[name].file();
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}
