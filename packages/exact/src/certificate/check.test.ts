import { plainChain, plainDense, plainTensor } from '@ibp/testing';
import type { Statement } from '../property/property';
import { exactBackward } from '../rigorous/backward';
import { enclose } from '../rigorous/enclose';
import { rigorousBox } from '../rigorous/enclosure';
import { marginSpec, type PlainSpec } from '../rigorous/spec';
import type { Split } from '../rigorous/split';
import { encloseByCrown } from '../rigorous/tighten';
import { createCertificate, parseCertificate } from './certificate';
import { checkCertificate } from './check';
import { packNumbers } from './numbers';
import type { CertificateProof } from './proof-schema';
import type { Certificate } from './schema';
import {
  boundsAt,
  certificateOf,
  check,
  classAt,
  conjunctions,
  forged,
  label,
  network,
  proofOf,
  range,
  verified,
  x,
} from './testing';

/** Splits units that are open until every leaf is proved. */
function tree(epsilon: number, hard: PlainSpec): { splits: Split[] }[] {
  const box = rigorousBox(x, epsilon);
  const root = encloseByCrown(network, box);
  const grow = (splits: Split[]): { splits: Split[] }[] => {
    const leaf = enclose(network, box, { splits, tighter: root.boxes });
    if (exactBackward(network, leaf, hard).every((bound) => bound < 0)) return [{ splits }];
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
    const bounds = boundsAt(0.001, 'ibp');
    expect(Math.max(...bounds)).toBeLessThan(0);
    const certificate = await certificateOf(classAt(0.001), verified({ kind: 'ibp', conjunctions, bounds }));
    expect(await check(certificate, classAt(0.001))).toMatchObject({
      index: 7,
      claim: 'verified',
      status: 'confirmed',
    });
  });

  it('a backward pass, and one with slopes', async () => {
    const bounds = boundsAt(0.05, 'crown-crown');
    expect(Math.max(...bounds)).toBeLessThan(0);
    const crown = { kind: 'crown', conjunctions, intermediate: 'crown' } as const;
    const whole = await certificateOf(classAt(0.05), verified({ ...crown, bounds }));
    expect(await check(whole, classAt(0.05))).toMatchObject({ status: 'confirmed' });
    const slopes = [{ node: 4, units: [0, 1, 2, 3], below: [0.3, 0.5, 0.1, 1] }];
    const tilted = await certificateOf(classAt(0.01), verified({ ...crown, slopes }));
    expect(await check(tilted, classAt(0.01))).toMatchObject({ status: 'confirmed' });
  });

  it('every leaf of a tree', async () => {
    const epsilon = 0.3;
    // out of a backward pass's reach by 0.05
    const d = 0.05 - Math.max(...boundsAt(epsilon, 'crown-crown'));
    const spec = { c: marginSpec(label, 3).c, d: Float64Array.of(d, d) };
    const asked = { x, epsilon, range, spec };
    const leaves = tree(epsilon, spec);
    expect(leaves.length).toBeGreaterThan(2);
    const proof: CertificateProof = { kind: 'tree', conjunctions, intermediate: 'crown', leaves };
    const certificate = await certificateOf(asked, verified(proof));
    expect(await check(certificate, asked)).toMatchObject({ status: 'confirmed' });
    const without = await forged(certificate, (copy) =>
      (proofOf(copy) as { leaves: unknown[] }).leaves.splice(1, 1),
    );
    expect(await check(without, asked)).toMatchObject({
      status: 'rejected',
      reason: expect.stringMatching(/^no leaf for node \d unit \d (in)?active/),
    });
    const grafted = await forged(certificate, (copy) => {
      for (const leaf of (proofOf(copy) as { leaves: { splits: Split[] }[] }).leaves) leaf.splits.length = 0;
    });
    expect(await check(grafted, asked)).toMatchObject({ status: 'not confirmable' });
  });

  it('a witness, and that nothing is claimed of an unknown', async () => {
    const away = x.map((p) => Math.min(p + 0.2, 1));
    const wrong = classAt(0.2001, { label: 1 });
    const falsified = (point: ArrayLike<number>, conjunction = 0) =>
      ({ status: 'falsified', witness: { x: packNumbers(point), conjunction } }) as const;
    expect(await check(await certificateOf(wrong, falsified(away)), wrong)).toMatchObject({
      claim: 'falsified',
      status: 'confirmed',
    });
    const closer = { ...wrong, epsilon: 0.19 };
    expect(await check(await certificateOf(closer, falsified(away)), closer)).toMatchObject({
      status: 'rejected',
      reason: expect.stringContaining('outside the box'),
    });
    const harmless = await certificateOf(classAt(0.2001), falsified(x, 1));
    expect(await check(harmless, classAt(0.2001))).toMatchObject({
      status: 'rejected',
      reason: expect.stringContaining('does not hold at the witness'),
    });
    const open = await certificateOf(classAt(0.1), { status: 'unknown', reason: 'time-out' });
    expect(await check(open, classAt(0.1))).toMatchObject({ status: 'no claim', reason: 'time-out' });
  });
});

describe('rejects', () => {
  const made = () =>
    certificateOf(classAt(0.001), verified({ kind: 'ibp', conjunctions, bounds: boundsAt(0.001, 'ibp') }));

  it('any change without its digest', async () => {
    const certificate = await made();
    expect(await check({ ...certificate, epsilon: 0.0009 }, classAt(0.001))).toMatchObject({
      status: 'rejected',
      reason: 'the digest is of another text',
    });
  });

  it.each<[string, (copy: Certificate) => void, string]>([
    [
      'a lower bound',
      (copy) => {
        proofOf(copy).bounds![1]! -= 0.01;
      },
      'conjunction 1: stored a bound of',
    ],
    [
      'a bound above 0',
      (copy) => {
        proofOf(copy).bounds![1] = 0;
      },
      'conjunction 1: a bound of 0 proves nothing',
    ],
    ['a row without proof', (copy) => void proofOf(copy).conjunctions.pop(), 'no proof for conjunction 1'],
    ['a row too many', (copy) => void proofOf(copy).conjunctions.push(2), 'conjunctions below 2, got 2'],
    ['a row twice', (copy) => void proofOf(copy).conjunctions.push(0), 'comes twice in a proof'],
    [
      'a proof twice',
      (copy) => void (copy.examples[0]!.verdict as { proofs: CertificateProof[] }).proofs.push(proofOf(copy)),
      'conjunction 0 is proved twice',
    ],
    [
      'a box that is not asked about',
      (copy) => {
        proofOf(copy).box = 1;
      },
      'expected a box below 1, got 1',
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
        (copy.examples[0]!.region as { input: object }).input = { sha256: 'a'.repeat(64) };
      },
      'the input is another one',
    ],
    ['an example twice', (copy) => void copy.examples.push(copy.examples[0]!), 'example 7 comes twice'],
  ])('%s, though its digest fits', async (_, change, reason) => {
    const certificate = await forged(await made(), change);
    const asked = { indices: [7], of: () => classAt(0.001) };
    const { sound, examples, confirmed } = await checkCertificate(certificate, network, asked);
    expect({ sound, verified: confirmed.verified }).toEqual({ sound: false, verified: 0 });
    expect(examples).toMatchObject([{ status: 'rejected', reason: expect.stringContaining(reason) }]);
  });

  it('another network or input than it was made for', async () => {
    const certificate = await made();
    const other = plainDense([4, 10, 10, 3], 12);
    expect((await check(certificate, classAt(0.001), other)).reason).toBe(
      'the certificate is of another network',
    );
    const half = classAt(0.001, { x: x.map((p) => p / 2) });
    expect((await check(certificate, half)).reason).toBe('the input is another one');
  });

  it('multipliers that are not >= 0, and splits of units that are not there', async () => {
    const leaf = (unit: number, beta: number) => ({
      splits: [{ node: 1, unit, side: 'active' as const }],
      betas: [beta],
    });
    for (const bad of [leaf(0, -1), leaf(99, 1)]) {
      const proof: CertificateProof = { kind: 'tree', conjunctions, intermediate: 'ibp', leaves: [bad] };
      expect(await check(await certificateOf(classAt(0.001), verified(proof)), classAt(0.001))).toMatchObject(
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
    const verdict = verified({ kind: 'ibp', conjunctions, bounds: [-1e-4, -1] });
    const outcome = { index: 7, statement: classAt(0.1), verdict };
    const certificate = await createCertificate(thin, [outcome], { mode: 'float32' });
    expect(await check(certificate, classAt(0.1), thin)).toMatchObject({
      status: 'not confirmable',
      reason: expect.stringContaining('not below 0'),
    });
  });

  it('what a float32 method bounds better than exact arithmetic does: a max pool by a plane', async () => {
    // max(a, b) - a - b, at most 0 by the plane a + b, and at most 1 by the greatest value
    const pooled = plainChain(
      [1, 2, 1],
      ['maxPool', { size: [1, 2], strides: [1, 2], padding: 'valid' }],
      ['reshape', { shape: [1] }],
      ['reshape', { shape: [2] }, [0]],
      ['dense', { kernel: plainTensor([2, 1], [-1, -1]) }],
      ['add', {}, [4, 2]],
    );
    const asked: Statement = {
      boxes: [{ lower: Float64Array.of(0, 0), upper: Float64Array.of(1, 1) }],
      unsafe: [{ c: Float64Array.of(1), d: Float64Array.of(-0.1) }],
    };
    const proof = { kind: 'crown', conjunctions: [0], intermediate: 'ibp', bounds: [-0.1] } as const;
    const verdict = verified({ ...proof, conjunctions: [0], bounds: [-0.1] });
    const made = (mode: 'float32' | 'rigorous') =>
      createCertificate(pooled, [{ index: 7, statement: asked, verdict }], { mode });
    expect(await check(await made('float32'), asked, pooled)).toMatchObject({
      status: 'not confirmable',
      reason: expect.stringContaining('not below 0'),
    });
    // who says that it was found by this code did not find it
    expect(await check(await made('rigorous'), asked, pooled)).toMatchObject({ status: 'rejected' });
  });

  it('what other slopes prove, of a unit that reaches as far to either side of its kink, but for rounding', async () => {
    const ends = async (upper: number, mode: 'float32' | 'rigorous') => {
      // unsafe: -relu(x) >= 0.5, which is nowhere by the slope 0, and may be by the slope 1
      const asked: Statement = {
        boxes: [{ lower: Float64Array.of(-1), upper: Float64Array.of(upper) }],
        unsafe: [{ c: Float64Array.of(-1), d: Float64Array.of(-0.5) }],
      };
      const net = plainChain([1], ['relu', {}]);
      const proof = { kind: 'crown', conjunctions: [0], intermediate: 'ibp', bounds: [-0.5] } as const;
      const verdict = verified({ ...proof, conjunctions: [0], bounds: [-0.5] });
      const made = await createCertificate(net, [{ index: 7, statement: asked, verdict }], { mode });
      return (await check(made, asked, net)).status;
    };
    expect(await ends(1 - 1e-7, 'float32')).toBe('confirmed');
    expect(await ends(1 + 1e-7, 'float32')).toBe('not confirmable');
    expect(await ends(1 + 1e-7, 'rigorous')).toBe('rejected');
    expect(await ends(1.1, 'float32')).toBe('rejected');
  });

  it('what leaves no proof', async () => {
    const mip = await certificateOf(
      classAt(0.01),
      verified({ kind: 'unchecked', method: 'mip', conjunctions }),
    );
    expect(await check(mip, classAt(0.01))).toMatchObject({
      status: 'not confirmable',
      reason: '"mip" leaves no proof that could be checked',
    });
  });
});

it('names what does not fit the format', async () => {
  const certificate = await certificateOf(classAt(0.01), { status: 'unknown', reason: 'undecided' });
  expect(() => parseCertificate({ ...certificate, epsilon: -1 })).toThrow('parseCertificate: epsilon: ');
  expect(() => parseCertificate({ ...certificate, version: 3 })).toThrow('parseCertificate: version: ');
  expect(() => parseCertificate({ ...certificate, more: 1 })).toThrow('parseCertificate: more: ');
  expect(() => parseCertificate({ ...certificate, arithmetic: 'float16' })).toThrow(
    'parseCertificate: arithmetic: ',
  );
  expect(() => parseCertificate(null)).toThrow('parseCertificate: certificate: ');
});
