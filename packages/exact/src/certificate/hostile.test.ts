import { plainChain, plainTensor } from '@ibp/testing';
import { type Statement, unsafeRows } from '../property/property';
import { rigorousBox } from '../rigorous/enclosure';
import { marginSpec } from '../rigorous/spec';
import type { Split } from '../rigorous/split';
import { createCertificate, type ExampleOutcome, parseCertificate } from './certificate';
import { checkCertificate } from './check';
import { checkProof } from './check-proof';
import { checkerLimits } from './limits';
import { packNumbers } from './numbers';
import type { CertificateProof } from './proof-schema';
import { region } from './region';
import { certificateOf, check, classAt, conjunctions, label, network, verified, x } from './testing';

const split = (unit: number, side: Split['side'] = 'active', node = 1): Split => ({ node, unit, side });
const tree = (leaves: readonly Split[][]): CertificateProof => ({
  kind: 'tree',
  conjunctions,
  intermediate: 'ibp',
  leaves: leaves.map((splits) => ({ splits })),
});
const statement = classAt(0.001);
const checked = async (proof: CertificateProof) =>
  check(await certificateOf(statement, verified(proof)), statement);

it('20,000 splits in one leaf are read in a moment', async () => {
  const splits = Array.from({ length: 20_000 }, (_, i) => split(i % 10, i % 3 ? 'active' : 'inactive'));
  const start = performance.now();
  expect(await checked(tree([splits]))).toMatchObject({
    status: 'rejected',
    reason: expect.stringMatching(/^no leaf for node 1 unit 0 active$/),
  });
  expect(performance.now() - start).toBeLessThan(5000);
});

it('2,000 leaves of 6 splits that are no tree are told at once', async () => {
  const leaves = Array.from({ length: 2000 }, (_, i) =>
    Array.from({ length: 6 }, (_, k) =>
      split((i * 7 + k * 3 + (i >> 3)) % 10, (i >> k) % 2 ? 'active' : 'inactive'),
    ),
  );
  const start = performance.now();
  expect((await checked(tree(leaves))).status).toBe('rejected');
  expect(performance.now() - start).toBeLessThan(5000);
});

it('what is beyond the limits is refused with the limit', () => {
  const at = region(network, rigorousBox(x, 0.001), unsafeRows(marginSpec(2, 3)));
  const leaves = Array.from({ length: checkerLimits.leaves + 1 }, () => []);
  expect(checkProof(tree(leaves), at, 0)).toMatchObject({
    status: 'not confirmable',
    reason: '100001 leaves are more than the 100000 that are checked',
  });
  const long = Array.from({ length: 100 }, () => split(0));
  expect(checkProof(tree(Array.from({ length: 10_001 }, () => long)), at, 0)).toMatchObject({
    status: 'not confirmable',
    reason: '1000100 splits are more than the 1000000 that are checked',
  });
});

it('hidden units that cost more passes than the limit are refused before any is bounded', () => {
  // a convolution of 64 x 64 x 32 units, whose pass takes some 4e7 products
  const kernel = plainTensor([3, 3, 32, 32], new Array(9 * 1024).fill(0.01));
  const wide = plainChain(
    [64, 64, 32],
    ['conv2d', { kernel, strides: [1, 1], padding: 'same', dilations: [1, 1] }],
    ['relu', {}],
    ['globalAveragePool', {}],
  );
  const size = 64 * 64 * 32;
  const box = { lower: new Float64Array(size).fill(0), upper: new Float64Array(size).fill(1) };
  const at = region(wide, box, [{ c: new Float64Array(32).fill(1), d: Float64Array.of(-1000) }]);
  const units = Array.from({ length: 20_000 }, (_, i) => i);
  const none = units.map(() => '');
  const hidden = [{ node: 1, units, above: none, below: none }];
  const proof: CertificateProof = { ...tree([[]]), conjunctions: [0], hidden } as CertificateProof;
  const start = performance.now();
  expect(checkProof(proof, at, 0)).toMatchObject({
    status: 'not confirmable',
    reason: expect.stringMatching(/^1 leaves and what they share may take \d+ multiplications, more than/),
  });
  expect(performance.now() - start).toBeLessThan(2000);
});

it('nodes whose slopes are given over and over are rejected', async () => {
  const slopes = Array.from({ length: 1000 }, () => ({ node: 2, units: [0] }));
  expect(await checked({ kind: 'crown', conjunctions, intermediate: 'ibp', slopes })).toMatchObject({
    status: 'rejected',
    reason: 'slopes of node 2 come twice',
  });
  const beyond = [{ node: 99, units: [0] }];
  expect(await checked({ kind: 'crown', conjunctions, intermediate: 'ibp', slopes: beyond })).toMatchObject({
    reason: 'expected slopes of nodes below 6, got 99',
  });
});

it('keys of prototypes, fields that come twice and indices beyond all numbers say nothing', async () => {
  const good = await certificateOf(statement, verified({ kind: 'ibp', conjunctions }));
  const text = JSON.stringify(good);
  const read = (changed: string) => {
    expect(changed).not.toBe(text);
    return () => parseCertificate(JSON.parse(changed));
  };
  const inside = (name: string) => read(text.replace('"verdict":{', `"verdict":{${name},`));
  expect(inside('"__proto__":{"status":"unknown"}')).toThrow('parseCertificate: examples.0.verdict');
  expect(inside('"constructor":1')).toThrow('parseCertificate: examples.0.verdict');
  expect(read(text.replace('"index":7', '"index":9007199254740992'))).toThrow('examples.0.index');
  expect(read(text.replace('"conjunctions":[0', '"conjunctions":[9007199254740992'))).toThrow('conjunctions');
  expect(read(text.replace('"index":7', '"index":-1'))).toThrow('examples.0.index');
  // the last of two counts, and its digest is another
  const twice = read(text.replace('"kind":"ibp"', '"kind":"ibp","conjunctions":[0]'))();
  expect(await check(twice, statement)).toMatchObject({ status: 'confirmed' }); // the same text, once read
  const shorter = read(
    text
      .replace('"kind":"ibp"', '"conjunctions":[0],"kind":"ibp"')
      .replace(/"conjunctions":\[0,1\]/, '"box":0'),
  )();
  expect(await check(shorter, statement)).toMatchObject({
    status: 'rejected',
    reason: 'the digest is of another text',
  });
  const polluted = JSON.parse(text.replace('"software":{', '"software":{"__proto__":"x"'));
  // read without it, as it was written
  expect((await check(polluted, statement)).status).toBe('confirmed');
  expect(parseCertificate(polluted).software).toEqual(good.software);
});

it('a witness that is infinite, or in no box, is none', async () => {
  const endless: Statement = {
    boxes: [
      { lower: new Float64Array(x.length).fill(-Infinity), upper: new Float64Array(x.length).fill(Infinity) },
    ],
    unsafe: unsafeRows(marginSpec(label, 3)),
  };
  for (const value of [Infinity, -Infinity, Number.NaN]) {
    const witness = { x: packNumbers(new Float64Array(x.length).fill(value)), conjunction: 0 };
    const { status } = await check(await certificateOf(endless, { status: 'falsified', witness }), endless);
    expect([value, status]).toEqual([value, Number.isNaN(value) ? 'rejected' : 'not confirmable']);
  }
});

it('proofs of one box and of all may not overlap, nor leave out a box', async () => {
  const { lower, upper } = rigorousBox(x, 0.001);
  const two: Statement = {
    boxes: [
      { lower, upper },
      { lower, upper },
    ],
    unsafe: unsafeRows(marginSpec(label, 3)),
  };
  const ibp = (of: number[], box?: number): CertificateProof => ({
    ...{ kind: 'ibp', conjunctions: of },
    ...(box === undefined ? {} : { box }),
  });
  const reasonOf = async (...proofs: CertificateProof[]) =>
    (await check(await certificateOf(two, verified(...proofs)), two)).reason;
  expect(await reasonOf(ibp([0, 1], 0), ibp([0, 1], 1))).toContain('all below');
  expect(await reasonOf(ibp([0, 1]), ibp([1], 1))).toBe('conjunction 1 is proved twice');
  expect(await reasonOf(ibp([0, 1], 0), ibp([0], 1))).toBe('no proof for conjunction 1 over box 1');
  expect(await reasonOf(ibp([0, 1]), ibp([0], 2))).toBe('expected a box below 2, got 2');
});

it('one bad example costs only that one', async () => {
  const good = verified({ kind: 'ibp', conjunctions });
  const bad: ExampleOutcome['verdict'][] = [
    verified(tree([Array.from({ length: 20_000 }, (_, i) => split(i % 10))])),
    verified(tree([])),
    verified(),
    { status: 'falsified', witness: { x: { float64: '?' }, conjunction: 0 } },
    { status: 'falsified', witness: { x: { float32: '' }, conjunction: 9e15 } },
  ];
  const verdicts = [good, ...bad, good];
  const outcomes = verdicts.map((verdict, index) => ({ index, statement, verdict }));
  const certificate = await createCertificate(network, outcomes, { mode: 'rigorous' });
  const asked = verdicts.map(() => statement);
  const { sound, confirmed, examples } = await checkCertificate(certificate, network, asked);
  expect(sound).toBe(false);
  expect(confirmed.verified).toBe(2);
  expect(examples.map(({ status }) => status)).toEqual([
    'confirmed',
    ...bad.map(() => 'rejected'),
    'confirmed',
  ]);
});
