import { type PlainNetwork, sizeOf } from '@ibp/core';
import { exactMaximum, plainChain, plainDense, plainTensor, randomFloats, stream } from '@ibp/testing';
import { maximaByRelu } from '../simplify/maxima';
import { simplifiedNetwork } from '../simplify/network';
import { float32ToBase64 } from './base64';
import { createCertificate } from './certificate';
import { checkCertificate } from './check';
import { packNumbers } from './numbers';
import type { CertificateProof } from './proof-schema';

const ends = (...values: number[]) => Float64Array.from(values);
const box = { lower: ends(0.25, 0.25), upper: ends(0.75, 0.75) };

/** What the checker makes of a proof that the only output, and twice it, is not both above `most`. */
async function checked(network: PlainNetwork, most: number, proof: CertificateProof): Promise<string> {
  const statement = { boxes: [box], unsafe: [{ c: ends(1, 2), d: ends(-most, -2 * most) }] };
  const outcome = { index: 0, statement, verdict: { status: 'verified' as const, proofs: [proof] } };
  const certificate = await createCertificate(network, [outcome], { mode: 'float32' });
  return (await checkCertificate(certificate, network, [statement])).examples[0]!.status;
}

/** In 64ths: forms of fewer units are made where nothing is rounded. */
const drawn = (shape: readonly number[], seed: number) =>
  plainTensor(
    shape,
    randomFloats(sizeOf(shape), seed).map((value) => Math.round(64 * value) / 64),
  );

/** Relus before a max pool, and pairs of units that take in the same. */
function pooled(seed: number): PlainNetwork {
  const [twin, ...rest] = [drawn([2, 1], seed), drawn([2, 3], seed + 1)].map(({ data }) => [...data]);
  const [a, b] = twin as [number, number];
  const kernel = plainTensor([2, 6], [a, a, -a, ...rest[0]!.slice(0, 3), b, b, -b, ...rest[0]!.slice(3)]);
  return plainChain(
    [2],
    ['dense', { kernel }],
    ['relu', {}],
    ['reshape', { shape: [3, 2, 1] }],
    ['maxPool', { size: [2, 2], strides: [1, 1], padding: 'same' }],
    ['reshape', { shape: [6] }],
    ['dense', { kernel: drawn([6, 1], seed + 2) }],
  );
}
/** The same without the pool, of which fewer units are enough. */
function twins(seed: number): PlainNetwork {
  const { nodes } = pooled(seed);
  return plainChain([2], ['dense', nodes[1]!.params], ['relu', {}], ['dense', nodes.at(-1)!.params]);
}

const forms = {
  'maxima-by-relu': { of: pooled, form: maximaByRelu },
  simplified: { of: twins, form: simplifiedNetwork },
};

/** A cut box of a form, a leaf of which has a tree with splits, multipliers and slopes of any node and size. */
function drawnProof(form: keyof typeof forms, { nodes }: PlainNetwork, next: () => number): CertificateProof {
  const number = () => (next() < 0.3 ? 1e30 : 4) * (next() - 0.5);
  const places = [0, 1].map(() => {
    const node = Math.floor(next() * (nodes.length - 1));
    return { node, unit: Math.floor(next() * sizeOf(nodes[node]!.shape)), at: next() < 0.6 ? 0 : number() };
  });
  const sides = ['active', 'inactive'] as const;
  const relus = nodes.flatMap(({ op, shape }, node) =>
    op === 'relu' ? [{ node, units: [...Array(sizeOf(shape)).keys()] }] : [],
  );
  const slopes = (units: readonly number[]) => float32ToBase64(Float32Array.from(units, number));
  const tree = {
    ...{ kind: 'tree', conjunctions: [0], intermediate: next() < 0.5 ? 'ibp' : 'crown', units: relus },
    leaves: sides.flatMap((one) =>
      sides.map((two) => ({
        splits: [
          { ...places[0]!, side: one },
          { ...places[1]!, side: two },
        ],
        betas: [Math.abs(number()), Math.abs(number())],
        below: relus.map(({ units }) => slopes(units)),
        ...(next() < 0.5 && { multipliers: [[Math.abs(number()), Math.abs(number())]] }),
      })),
    ),
  };
  return {
    ...{ kind: 'box-tree', conjunctions: [0], intermediate: 'crown', form },
    ...{ nodes: { uint8: Buffer.from([2, 0, 1]).toString('base64') }, at: packNumbers(ends(0.5)) },
    multipliers: packNumbers(ends(Math.abs(number()), 1)),
    own: [{ leaf: 0, proofs: [tree] }],
  } as unknown as CertificateProof;
}

it.each(Object.keys(forms) as (keyof typeof forms)[])(
  'no proof of the form %s confirms what is false',
  async (name) => {
    const next = stream(9);
    const { of, form } = forms[name];
    let confirmed = 0;
    for (let seed = 0; seed < 4; seed++) {
      const network = of(100 + 10 * seed);
      const other = form(network);
      expect(other).not.toBe(network); // it is another network
      const most = exactMaximum(network, box, { c: ends(1), d: ends(0) });
      for (let k = 0; k < 25; k++) {
        const proof = drawnProof(name, other, next);
        expect(await checked(network, most - 1e-9, proof)).not.toBe('confirmed');
        if ((await checked(network, most + 2, proof)) === 'confirmed') confirmed += 1;
      }
    }
    expect(confirmed).toBeGreaterThan(10);
  },
);

it('nor does an sdp, whatever its multipliers', async () => {
  const next = stream(10);
  let confirmed = 0;
  for (let seed = 0; seed < 4; seed++) {
    const network = plainDense([2, 6, 1], 300 + 10 * seed);
    const most = exactMaximum(network, box, { c: ends(1), d: ends(0) });
    for (const scale of [1, 0, 1e300, 1e-300, 5e-324]) {
      const multipliers = [[scale * next(), scale * next()]];
      const proof = { kind: 'sdp', conjunctions: [0], multipliers } as const;
      expect(await checked(network, most - 1e-9, proof as never)).not.toBe('confirmed');
      if ((await checked(network, most + 2, proof as never)) === 'confirmed') confirmed += 1;
    }
  }
  expect(confirmed).toBeGreaterThan(5);
});
