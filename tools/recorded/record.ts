import { createHash } from 'node:crypto';
import { ops } from '@ibp/bounds';
import { disposeNetwork } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { type Drawn, drawCase } from 'ibp-fuzz/draw-case';
import type { Claim, Given, Method } from 'ibp-fuzz/methods/method';
import { methods } from 'ibp-fuzz/methods/table';
import { netToJson } from 'ibp-fuzz/net';
import { givenOf, type Workshop } from 'ibp-fuzz/run-net';
import { randomOf } from 'ibp-fuzz/stream';
import { networkOf } from 'ibp-fuzz/tensors';
import { bitsOf, type Table } from './table';
import { trainingForms } from './training';

/** What takes long is asked of as many nets as the fuzz asks it of; all else of every one. */
const isQuick = ({ name, share }: Method): boolean => share >= 0.25 && name !== 'branch and bound';
const isDue = (method: Method, { seed, index }: Drawn): boolean =>
  isQuick(method) || randomOf(seed, index, method.name, 'due').chance(method.share);

/** All numbers of claims, in order. */
const numbersOf = (claims: readonly Claim[]): number[] =>
  claims.flatMap(({ bound, proved, witness, node }) => [
    bound ?? Number.NaN,
    Number(proved ?? false),
    ...(witness ?? []),
    ...(node ? [...Array.from(node.lower), ...Array.from(node.upper)] : []),
  ]);

/** Everything that a method says of the first `nets` nets of a seed, on each backend. */
export async function record(
  {
    seed,
    nets,
    backends,
  }: { readonly seed: number; readonly nets: number; readonly backends: readonly string[] },
  workshop: Workshop,
): Promise<Table> {
  const table: { [name: string]: string } = {};
  const seen = new Set<string>();
  for (let index = 0; index < nets; index++) {
    const drawn = drawCase(seed, index);
    for (const { op } of drawn.net.nodes) seen.add(op);
    for (const [k, backend] of backends.entries()) {
      const entries = await entriesOf(drawn, backend, k === 0, workshop);
      for (const [name, entry] of entries) table[`${index} ${drawn.family}: ${name}`] = entry;
    }
  }
  const unseen = Object.keys(ops).filter((op) => !seen.has(op));
  if (unseen.length > 0)
    throw new Error(`record: expected nets of every op, got none of ${unseen.join(', ')}`);
  return table;
}

async function entriesOf(
  drawn: Drawn,
  backend: string,
  first: boolean,
  workshop: Workshop,
): Promise<[name: string, entry: string][]> {
  await tf.setBackend(backend);
  const network = networkOf(drawn.net);
  const entries: [string, string][] = [];
  const add = async (name: string, numbers: () => number[] | undefined | Promise<number[]>) => {
    const found = await Promise.resolve()
      .then(numbers)
      .then((some) => some && bitsOf(some))
      .catch((error: Error) => `threw: ${error.message}`);
    if (found !== undefined) entries.push([name, found]);
  };
  try {
    const given: Omit<Given, 'random'> = await givenOf(drawn, network, workshop);
    const posed = given.rows.flat().flatMap(({ c, d }) => [...c, d]);
    const ends = given.boxes.flatMap(({ lower, upper }) => [...lower, ...upper]);
    const text = JSON.stringify([netToJson(drawn.net), bitsOf([...ends, ...posed])]);
    if (first) entries.push(['the net', `hash: ${createHash('sha256').update(text).digest('hex')}`]);
    const randomFor = (name: string) => randomOf(drawn.seed, drawn.index, name);
    for (const method of methods) {
      if (!isDue(method, drawn) || (method.host && !first)) continue;
      const where = method.host ? 'host' : backend;
      await add(`${method.name}, ${where}`, async () =>
        numbersOf(await method.claims({ ...given, random: randomFor(method.name) })),
      );
    }
    for (const { name, numbers } of trainingForms)
      await add(`${name}, ${backend}`, () => numbers({ ...given, random: randomFor(name) }));
  } finally {
    disposeNetwork(network);
  }
  return entries;
}
