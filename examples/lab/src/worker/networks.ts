import type { PlainNetwork } from '@ibp/core';
import { decodePlainNetwork, networkHash } from '@ibp/exact';
import { type Network, networkOf } from '@ibp/layers';
import { startBackend } from './start-backend';

/** A network in the worker: as tensors, as plain arrays, and the hash that certificates know it by. */
export type Loaded = { readonly network: Network; readonly plain: PlainNetwork; readonly hash: string };

const known = new Map<string, Promise<Loaded>>();

async function load(address: string): Promise<Loaded> {
  await startBackend();
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`the network could not be loaded: ${address} answered ${answer.status}`);
  const plain = await decodePlainNetwork(new Uint8Array(await answer.arrayBuffer()));
  return { network: networkOf(plain), plain, hash: await networkHash(plain) };
}

/** The network of an address, loaded once. */
export function networkAt(address: string): Promise<Loaded> {
  const found = known.get(address) ?? load(address);
  known.set(address, found);
  // what failed may be tried again
  found.catch(() => known.delete(address));
  return found;
}
