import type { PlainNetwork } from '../plain/plain-network';
import { backward } from '../rigorous/backward';
import { rigorousBounds } from '../rigorous/bounds';
import { enclose } from '../rigorous/enclose';
import { rigorousBox } from '../rigorous/enclosure';
import { marginSpec, type PlainSpec } from '../rigorous/spec';
import type { Split } from '../rigorous/split';
import { encloseByCrown } from '../rigorous/tighten';
import { plainChain, plainDense, plainTensor } from '../testing/plain-networks';
import { randomFloats } from '../testing/random';
import { toBase64 } from './base64';
import { createCertificate, type ExampleOutcome, parseCertificate } from './certificate';
import { checkCertificate } from './check';
import { certificateDigest } from './hash';
import type { Certificate, CertificateProof } from './schema';

const network = plainDense([4, 10, 10, 3], 11);
const x = randomFloats(4, 6).map(Math.abs);
const range: [number, number] = [0, 1];
const label = 2;
const rows = [0, 1];
const spec = { kind: 'margins', label, classes: 3 } as const;
const bounds = (epsilon: number, method: 'ibp' | 'crown' | 'crown-crown') =>
  Array.from(rigorousBounds(network, rigorousBox(x, epsilon), marginSpec(label, 3), { method }));

const certify = (epsilon: number, verdict: ExampleOutcome['verdict'], net: PlainNetwork = network) =>
  createCertificate(net, [{ index: 7, x, spec, verdict }], { epsilon, range, mode: 'rigorous' });
const verified = (...proofs: CertificateProof[]): ExampleOutcome['verdict'] => ({
  status: 'verified',
  proofs,
});

async function check(certificate: Certificate, net: PlainNetwork = network, input = x) {
  // through a file
  const read = parseCertificate(JSON.parse(JSON.stringify(certificate)));
  return (await checkCertificate(read, net, () => ({ x: input, label }))).examples[0]!;
}

/** A change, and the digest of what it gives: what a forger would do. */
async function forged(certificate: Certificate, change: (copy: Certificate) => void): Promise<Certificate> {
  const copy = structuredClone(certificate);
  change(copy);
  return { ...copy, digest: await certificateDigest(copy) };
}

const proofOf = (certificate: Certificate) =>
  (certificate.examples[0]!.verdict as unknown as { proofs: CertificateProof[] }).proofs[0]!;

/** Splits units that are open until every leaf is proved. */
function tree(epsilon: number, hard: PlainSpec): { splits: Split[] }[] {
  const box = rigorousBox(x, epsilon);
  const root = encloseByCrown(network, box);
  const grow = (splits: Split[]): { splits: Split[] }[] => {
    const leaf = enclose(network, box, { splits, tighter: root.boxes });
    if (backward(network, leaf, hard).every((bound) => bound < 0)) return [{ splits }];
    const next = [1, 3].flatMap((node) => {
      const { lower, upper } = leaf.boxes[node]!;
      return Array.from(lower, (l, unit) => ({ node, unit, cost: Math.min(-l, upper[unit]!) }));
    });
    const { node, unit } = next.reduce((a, b) => (b.cost > a.cost ? b : a));
    return (['active', 'inactive'] as const).flatMap((side) => grow([...splits, { node, unit, side }]));
  };
  return grow([]);
}

describe('confirms in exact arithmetic', () => {
  it('interval bounds, where they are enough', async () => {
    const found = bounds(0.001, 'ibp');
    expect(Math.max(...found)).toBeLessThan(0);
    const certificate = await certify(0.001, verified({ kind: 'ibp', rows, bounds: found }));
    expect(await check(certificate)).toMatchObject({ index: 7, claim: 'verified', status: 'confirmed' });
  });

  it('a backward pass, and one with slopes', async () => {
    const found = bounds(0.05, 'crown-crown');
    expect(Math.max(...found)).toBeLessThan(0);
    const crown = { kind: 'crown', rows, intermediate: 'crown' } as const;
    expect(await check(await certify(0.05, verified({ ...crown, bounds: found })))).toMatchObject({
      status: 'confirmed',
    });
    const slopes = [{ node: 4, units: [0, 1, 2, 3], below: [0.3, 0.5, 0.1, 1] }];
    const tilted = await check(await certify(0.01, verified({ ...crown, slopes })));
    expect(tilted).toMatchObject({ status: 'confirmed' });
  });

  it('every leaf of a tree', async () => {
    const epsilon = 0.3;
    // out of a backward pass's reach by 0.05
    const d = 0.05 - Math.max(...bounds(epsilon, 'crown-crown'));
    const hard = { c: marginSpec(label, 3).c, d: Float64Array.of(d, d) };
    const leaves = tree(epsilon, hard);
    expect(leaves.length).toBeGreaterThan(2);
    const proof: CertificateProof = { kind: 'tree', rows, intermediate: 'crown', leaves };
    const linear = { kind: 'linear' as const, c: Array.from(hard.c), d: [d, d] };
    const outcome = { index: 7, x, spec: linear, verdict: verified(proof) };
    const certificate = await createCertificate(network, [outcome], { epsilon, range, mode: 'rigorous' });
    expect(await check(certificate)).toMatchObject({ status: 'confirmed' });
    const without = await forged(certificate, (copy) =>
      (proofOf(copy) as { leaves: unknown[] }).leaves.splice(1, 1),
    );
    expect(await check(without)).toMatchObject({
      status: 'rejected',
      reason: expect.stringMatching(/^no leaf for node \d unit \d (in)?active/),
    });
    const grafted = await forged(certificate, (copy) => {
      for (const leaf of (proofOf(copy) as { leaves: { splits: Split[] }[] }).leaves) leaf.splits.length = 0;
    });
    expect(await check(grafted)).toMatchObject({ status: 'not confirmable' });
  });

  it('a witness, and that nothing is claimed of an unknown', async () => {
    const away = Float64Array.from(x, (p) => Math.min(p + 0.2, 1));
    const wrong = { ...spec, label: 1 };
    const verdict = {
      status: 'falsified',
      witness: { x: toBase64(Float32Array.from(away)), row: 0 },
    } as const;
    const certificate = await createCertificate(network, [{ index: 0, x, spec: wrong, verdict }], {
      epsilon: 0.2001,
      range,
      mode: 'float32',
    });
    const result = await checkCertificate(certificate, network, () => ({ x }));
    expect(result).toMatchObject({ sound: true, confirmed: { verified: 0, falsified: 1 } });
    const closer = await forged(certificate, (copy) => {
      copy.epsilon = 0.19;
    });
    const outside = await checkCertificate(closer, network, () => ({ x }));
    expect(outside.examples[0]).toMatchObject({
      status: 'rejected',
      reason: expect.stringContaining('outside the box'),
    });
    const harmless = await forged(certificate, (copy) => {
      copy.examples[0]!.verdict = { ...verdict, witness: { x: toBase64(x), row: 1 } };
      copy.examples[0]!.spec = spec;
    });
    expect((await check(harmless)).status).toBe('rejected');
    expect(await check(await certify(0.1, { status: 'unknown', reason: 'time-out' }))).toMatchObject({
      status: 'no claim',
      reason: 'time-out',
    });
  });
});

describe('rejects', () => {
  const made = () => certify(0.001, verified({ kind: 'ibp', rows, bounds: bounds(0.001, 'ibp') }));

  it('any change without its digest', async () => {
    const certificate = await made();
    expect(await check({ ...certificate, epsilon: 0.0009 })).toMatchObject({
      status: 'rejected',
      reason: 'the digest is of another text',
    });
  });

  it.each<[string, (copy: Certificate) => void, string]>([
    [
      'a larger epsilon',
      (copy) => {
        copy.epsilon = 0.1;
      },
      'row 0: stored a bound of',
    ],
    [
      'a lower bound',
      (copy) => {
        proofOf(copy).bounds![1]! -= 0.01;
      },
      'row 1: stored a bound of',
    ],
    [
      'a bound above 0',
      (copy) => {
        proofOf(copy).bounds![1] = 0;
      },
      'row 1: a bound of 0 proves nothing',
    ],
    ['a row without proof', (copy) => void proofOf(copy).rows.pop(), 'no proof for row 1'],
    ['a row too many', (copy) => void proofOf(copy).rows.push(2), 'expected rows below 2, got 0,1,2'],
    [
      'another label',
      (copy) => {
        copy.examples[0]!.spec = { ...spec, label: 1 };
      },
      'the label is 2, not 1',
    ],
    [
      'a specification of other outputs',
      (copy) => {
        copy.examples[0]!.spec = { ...spec, classes: 4 };
      },
      'the specification is not',
    ],
    [
      'the hash of another network',
      (copy) => {
        copy.network = 'a'.repeat(64);
      },
      'the certificate is of another network',
    ],
    [
      'the hash of another input',
      (copy) => {
        copy.examples[0]!.input = 'a'.repeat(64);
      },
      'the input is another one',
    ],
    ['an example twice', (copy) => void copy.examples.push(copy.examples[0]!), ''],
  ])('%s, though its digest fits', async (name, change, reason) => {
    const certificate = await forged(await made(), change);
    const { sound, examples } = await checkCertificate(certificate, network, () => ({ x, label }));
    expect(sound).toBe(false);
    const last = examples.at(-1)!;
    expect(last.status).toBe('rejected');
    expect(last.reason).toContain(name === 'an example twice' ? 'example 7 comes twice' : reason);
  });

  it('another network or input than it was made for', async () => {
    const certificate = await made();
    expect((await check(certificate, plainDense([4, 10, 10, 3], 12))).reason).toBe(
      'the certificate is of another network',
    );
    expect(
      (
        await check(
          certificate,
          network,
          x.map((p) => p / 2),
        )
      ).reason,
    ).toBe('the input is another one');
    expect((await check(certificate, network, new Float32Array(3))).reason).toBe(
      'expected an input of 4 units, got 3',
    );
  });

  it('multipliers that are not >= 0, and splits of units that are not there', async () => {
    const leaf = (unit: number, beta: number) => ({
      splits: [{ node: 1, unit, side: 'active' as const }],
      betas: [beta],
    });
    for (const bad of [leaf(0, -1), leaf(99, 1)]) {
      const proof = { kind: 'tree', rows, intermediate: 'ibp', leaves: [bad] } as const;
      expect(await check(await certify(0.001, verified(proof as unknown as CertificateProof)))).toMatchObject(
        {
          status: 'rejected',
          reason: 'leaf 0: expected units of the network and a beta >= 0 for each split',
        },
      );
    }
  });
});

describe('does not confirm', () => {
  it('what only rounding proves', async () => {
    // the margin is 2^-40 at the least, where float32 may well have seen -1e-4
    const thin = plainChain(
      [4],
      [
        'dense',
        { kernel: plainTensor([4, 3], Array(12).fill(0)), bias: plainTensor([3], [0, -1, -(2 ** -40)]) },
      ],
    );
    const outcome = { index: 7, x, spec, verdict: verified({ kind: 'ibp', rows, bounds: [-1e-4, -1] }) };
    const certificate = await createCertificate(thin, [outcome], { epsilon: 0.1, range, mode: 'float32' });
    expect(await check(certificate, thin)).toMatchObject({
      status: 'not confirmable',
      reason: expect.stringContaining('not below 0'),
    });
  });

  it('what leaves no proof, or has no proven rounding error', async () => {
    const mip = await certify(0.01, verified({ kind: 'unchecked', method: 'mip', rows }));
    expect(await check(mip)).toMatchObject({
      status: 'not confirmable',
      reason: '"mip" leaves no proof that could be checked',
    });
    const smooth = plainDense([4, 3, 3], 1, 'tanh');
    const certificate = await certify(0.01, verified({ kind: 'ibp', rows }), smooth);
    expect(await check(certificate, smooth)).toMatchObject({
      status: 'not confirmable',
      reason: expect.stringContaining('tanh'),
    });
  });
});

it('names what does not fit the format', async () => {
  const certificate = await certify(0.01, { status: 'unknown', reason: 'undecided' });
  expect(() => parseCertificate({ ...certificate, epsilon: -1 })).toThrow('parseCertificate: epsilon: ');
  expect(() => parseCertificate({ ...certificate, version: 2 })).toThrow('parseCertificate: version: ');
  expect(() => parseCertificate({ ...certificate, more: 1 })).toThrow('parseCertificate: more: ');
});
