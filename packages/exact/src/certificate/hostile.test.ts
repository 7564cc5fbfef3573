import { unsafeRows } from '../property/property';
import { rigorousBox } from '../rigorous/enclosure';
import { marginSpec } from '../rigorous/spec';
import type { Split } from '../rigorous/split';
import { createCertificate, type ExampleOutcome } from './certificate';
import { checkCertificate } from './check';
import { checkProof } from './check-proof';
import { checkerLimits } from './limits';
import { region } from './region';
import type { CertificateProof } from './schema';
import { certificateOf, check, classAt, conjunctions, network, verified, x } from './testing';

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
