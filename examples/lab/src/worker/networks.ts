import type { PlainNetwork } from '@ibp/core';
import { decodePlainNetwork, networkHash } from '@ibp/exact';
import { type Network, networkOf } from '@ibp/layers';
import { startBackend } from './start-backend';

/** A network in the worker: as tensors, as plain arrays, and the hash that certificates know it by. */
export type Loaded = { readonly network: Network; readonly plain: PlainNetwork; readonly hash: string };

const known = new Map<string, Promise<Loaded>>();

const fromPlain = async (plain: PlainNetwork): Promise<Loaded> => ({
  ...{ plain, network: networkOf(plain) },
  hash: await networkHash(plain),
});

async function load(address: string): Promise<Loaded> {
  await startBackend();
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`the network could not be loaded: ${address} answered ${answer.status}`);
  return fromPlain(await decodePlainNetwork(new Uint8Array(await answer.arrayBuffer())));
}

/** The network of an address, or of a name that `keepNetwork` gave; loaded once. */
export function networkAt(address: string): Promise<Loaded> {
  const found = known.get(address) ?? load(address);
  known.set(address, found);
  // what failed may be tried again
  found.catch(() => known.delete(address));
  return found;
}

/** Keeps a network that the user brought, and gives the name to ask for it by. */
export async function keepNetwork(plain: PlainNetwork): Promise<{ name: string; hash: string }> {
  await startBackend();
  const loaded = await fromPlain(plain);
  const name = `own:${loaded.hash}`;
  known.set(name, Promise.resolve(loaded));
  return { name, hash: loaded.hash };
}
