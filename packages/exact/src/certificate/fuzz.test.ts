import type { PlainNetwork } from '@ibp/core';
import { plainDense, stream } from '@ibp/testing';
import fc from 'fast-check';
import { plainForward } from '../plain/forward';
import type { Statement } from '../property/property';
import { boxTreeOf } from './box-tree/box-tree';
import { boxTreeProof } from './box-tree/pack';
import { createCertificate, type ExampleOutcome, parseCertificate } from './certificate';
import { checkCertificate } from './check';
import { certificateDigest } from './hash';
import { packNumbers } from './numbers';
import type { CertificateProof } from './proof-schema';

const network = plainDense([2, 4, 3], 5);
const range = [0, 1] as const;
const x = Float32Array.of(0.4, 0.6);
const label = indexOfGreatest(plainForward(network, Float64Array.from(x)));

function indexOfGreatest(values: Float64Array): number {
  return values.indexOf(values.reduce((a, b) => Math.max(a, b)));
}
const classAt = (epsilon: number, own = label): Statement => ({ x, label: own, classes: 3, epsilon, range });

/** Whether an input of the ball has another class, by a grid: what no certificate may deny. */
function isBroken(net: PlainNetwork, epsilon: number, own: number): boolean {
  const steps = 40;
  for (let i = 0; i <= steps; i++) {
    for (let j = 0; j <= steps; j++) {
      const point = [i, j].map((at, k) => Math.min(1, Math.max(0, x[k]! + epsilon * ((2 * at) / steps - 1))));
      const z = plainForward(net, Float64Array.from(point));
      if (z.some((value, k) => k !== own && value > z[own]!)) return true;
    }
  }
  return false;
}

const crown: CertificateProof = {
  ...{ kind: 'crown', conjunctions: [0, 1], intermediate: 'crown' },
  slopes: [{ node: 2, units: [0, 1], below: [0.5, 0.5] }],
};
const side = (unit: number, active: boolean) =>
  ({ node: 1, unit, side: active ? 'active' : 'inactive' }) as const;
const tree: CertificateProof = {
  ...{ kind: 'tree', conjunctions: [1, 0], intermediate: 'ibp' },
  units: [{ node: 2, units: [0, 1] }],
  leaves: [true, false].flatMap((a) =>
    [true, false].map((b) => ({ splits: [side(0, a), side(2, b)], betas: [0.1, 0], below: ['AAAAPw=='] })),
  ),
};
const cut = boxTreeProof(
  boxTreeOf([
    { feature: 0, at: 0.4, lower: 1, upper: 2 },
    { multipliers: [1, 0] },
    { feature: 1, at: 0.6, lower: 3, upper: 4 },
    {},
    { proofs: [{ kind: 'ibp', conjunctions: [0, 1] }] },
  ]),
  { conjunctions: [0, 1], intermediate: 'ibp' },
);
const verified = (proof: CertificateProof): ExampleOutcome['verdict'] => ({
  status: 'verified',
  proofs: [proof],
});
const witness = { x: packNumbers(x), conjunction: 0 };

const values: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(
    0,
    1,
    -1,
    2,
    0.5,
    1e9,
    9e15,
    -1e308,
    1e308,
    1e-320,
    2.5,
    null,
    '',
    'NaN',
    'Infinity',
    [],
    {},
  ),
  fc.constantFrom('active', 'inactive', 'ibp', 'crown', 'tree', 'unchecked', 'verified', 'falsified', 'ball'),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.array(fc.integer({ min: -1, max: 4 }), { maxLength: 6 }),
);

/** Every place in a tree of JSON. */
function places(value: unknown, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (value === null || typeof value !== 'object') return [path];
  const below = Object.entries(value).flatMap(([key, part]) => places(part, [...path, key]));
  return [path, ...below];
}

type Mutation = { readonly at: number; readonly to: unknown; readonly how: 'set' | 'drop' | 'copy' | 'from' };

/** JSON with some of its values changed, left out, doubled or taken from elsewhere. */
function mutated(json: unknown, mutations: readonly Mutation[]): unknown {
  const copy = structuredClone(json);
  for (const { at, to, how } of mutations) {
    const all = places(copy).slice(1);
    const path = all[at % all.length]!;
    const parent = path.slice(0, -1).reduce<never>((part, key) => part[key] as never, copy as never);
    const key = path.at(-1)!;
    if (how === 'drop' && Array.isArray(parent)) (parent as unknown[]).splice(Number(key), 1);
    else if (how === 'drop') delete (parent as Record<string, unknown>)[key];
    else if (how === 'copy' && Array.isArray(parent))
      (parent as unknown[]).push(structuredClone(parent[key]));
    else if (how === 'from') {
      const from = all[(at * 7 + 3) % all.length]!;
      const value = from.reduce<never>((part, step) => part?.[step] as never, copy as never);
      (parent as Record<string, unknown>)[key] = structuredClone(value) ?? null;
    } else (parent as Record<string, unknown>)[key] = to;
  }
  return copy;
}

it('a mutated certificate is no exception but of its form, and confirms nothing that is false', async () => {
  const radii = [0.001, 0.05, 0.2, 0.6];
  const certificates = await Promise.all(
    radii.map((epsilon) =>
      createCertificate(
        network,
        [verified(crown), verified(tree), verified(cut), { status: 'falsified' as const, witness }].map(
          (verdict, index) => ({ index, statement: classAt(epsilon), verdict }),
        ),
        { mode: 'float32' },
      ),
    ),
  );
  const truth = new Map(
    radii.flatMap((epsilon) =>
      [0, 1, 2].map((own) => [`${epsilon}/${own}`, isBroken(network, epsilon, own)] as const),
    ),
  );
  expect(truth.get(`0.001/${label}`)).toBe(false);
  expect(truth.get(`0.6/${label}`)).toBe(true);
  const mutation = fc.record({
    at: fc.nat(1e6),
    to: values,
    how: fc.constantFrom('set', 'set', 'drop', 'copy', 'from'),
  }) as fc.Arbitrary<Mutation>;
  const count = { read: 0, confirmed: 0, rejected: 0 };
  await fc.assert(
    fc.asyncProperty(
      fc.nat(radii.length - 1),
      fc.nat(radii.length - 1),
      fc.nat(2),
      fc.array(mutation, { maxLength: 3 }),
      async (from, at, own, mutations) => {
        let certificate: ReturnType<typeof parseCertificate>;
        try {
          certificate = parseCertificate(mutated(certificates[from], mutations));
        } catch (error) {
          expect((error as Error).message).toMatch(/^parseCertificate: /);
          return;
        }
        count.read += 1;
        const forged = { ...certificate, digest: await certificateDigest(certificate) };
        const epsilon = radii[at]!;
        const statements = [0, 1, 2, 3].map(() => classAt(epsilon, own));
        const { examples } = await checkCertificate(forged, network, statements);
        for (const { claim, status } of examples) {
          if (status === 'rejected') count.rejected += 1;
          if (status !== 'confirmed') continue;
          count.confirmed += 1;
          expect([claim, truth.get(`${epsilon}/${own}`)]).toEqual([claim, claim === 'falsified']);
        }
      },
    ),
    { seed: 1810, numRuns: 2500 },
  );
  expect(Math.min(count.read, count.confirmed, count.rejected)).toBeGreaterThan(30);
}, 120_000);

it('bytes that are no certificate are refused by their form', () => {
  const next = stream(3);
  for (let i = 0; i < 200; i++) {
    const junk = { format: 'ibp-certificate', version: 1 + Math.floor(next() * 3), examples: [next()] };
    expect(() => parseCertificate(junk)).toThrow('parseCertificate: ');
  }
});
