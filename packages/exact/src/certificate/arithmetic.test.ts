import { plainChain, plainTensor } from '@ibp/testing';
import { rigorousBounds } from '../rigorous/bounds';
import { rigorousBox } from '../rigorous/enclosure';
import { marginSpec } from '../rigorous/spec';
import { confirmedBoxTree } from './box-tree/confirm';
import { createCertificate, type ExampleOutcome } from './certificate';
import { checkCertificate } from './check';
import { confirmedTree } from './confirm-tree';
import { confirmedProofs } from './confirmed-proofs';
import { packNumbers } from './numbers';
import type { CertificateProof } from './proof-schema';
import type { Certificate } from './schema';
import { classAt, forged, label, network, proofOf, verified, x } from './testing';

const arithmetic = 'any-order-float32' as const;
const statement = classAt(0.01);
const crown: CertificateProof = { kind: 'crown', conjunctions: [0, 1], intermediate: 'crown' };

const made = (
  verdict: ExampleOutcome['verdict'],
  own: Certificate['arithmetic'] = arithmetic,
  net = network,
  about: ExampleOutcome['statement'] = statement,
) => {
  const options = { mode: 'rigorous', arithmetic: own } as const;
  return createCertificate(net, [{ index: 0, statement: about, verdict }], options);
};
const check = async (
  certificate: Certificate,
  own: Certificate['arithmetic'] = arithmetic,
  net = network,
  about: ExampleOutcome['statement'] = statement,
) => (await checkCertificate(certificate, net, [about], { arithmetic: own })).examples[0]!;

it('confirms what holds in every order of summation, and says so', async () => {
  const certificate = await made(verified(crown));
  expect(certificate.arithmetic).toBe(arithmetic);
  const { summary, confirmed } = await checkCertificate(certificate, network, [statement], { arithmetic });
  expect(confirmed.verified).toBe(1);
  expect(summary).toContain('in any-order-float32');
});

it('refuses a certificate of one arithmetic that is asked about in the other', async () => {
  for (const [own, asked] of [
    ['real', arithmetic],
    [arithmetic, 'real'],
  ] as const) {
    const found = await check(await made(verified(crown), own), asked);
    expect(found).toMatchObject({ status: 'rejected', reason: `its claims hold in ${own}, not in ${asked}` });
  }
});

it('finds a bound of real numbers under the name of float32', async () => {
  const box = rigorousBox(x, 0.01);
  const bounds = Array.from(rigorousBounds(network, box, marginSpec(label, 3), { method: 'crown-crown' }));
  const real = await made(verified({ ...crown, bounds }), 'real');
  expect((await check(real, 'real')).status).toBe('confirmed');
  const renamed = await forged(real, (copy) => {
    copy.arithmetic = arithmetic;
    proofOf(copy).bounds = bounds;
  });
  expect((await check(renamed)).status).toBe('rejected'); // real numbers give less than what is stored
});

describe('a margin of a few roundings', () => {
  // 1 + 4 times 2^-25 against 1 + 2^-24: which is greater depends on the order
  const thin = plainChain(
    [1],
    ['dense', { kernel: plainTensor([1, 5], [1, 2 ** -25, 2 ** -25, 2 ** -25, 2 ** -25]) }],
    ['relu', {}],
    [
      'dense',
      {
        kernel: plainTensor([5, 2], [1, 1, 1, 0, 1, 0, 1, 0, 1, 0]),
        bias: plainTensor([2], [0, 2 ** -24]),
      },
    ],
  );
  const about = { x: [1], epsilon: 0, range: [0, 1] as const, label: 0, classes: 2 };
  const proof: CertificateProof = { kind: 'crown', conjunctions: [0], intermediate: 'ibp' };

  it('is proved in real numbers alone', async () => {
    const real = await made(verified(proof), 'real', thin, about);
    expect((await check(real, 'real', thin, about)).status).toBe('confirmed');
    const found = await check(await made(verified(proof), arithmetic, thin, about), arithmetic, thin, about);
    expect(found.status).toBe('not confirmable');
    expect(found.reason).toContain('in any-order-float32, not below 0');
  });

  it('is no counter-example either: some orders keep it', async () => {
    const other = { ...about, label: 1 };
    const verdict = {
      status: 'falsified' as const,
      witness: { x: packNumbers(Float32Array.of(1)), conjunction: 0 },
    };
    const real = await made(verdict, 'real', thin, other);
    expect((await check(real, 'real', thin, other)).status).toBe('confirmed');
    const found = await check(await made(verdict, arithmetic, thin, other), arithmetic, thin, other);
    expect(found).toMatchObject({
      status: 'not confirmable',
      reason: expect.stringContaining('within rounding'),
    });
  });
});

it('takes no proof of a simplified network, nor one by semidefinite programming', async () => {
  const box = rigorousBox(x, 0.01);
  const unsafe = [0, 1].map((k) => {
    const { c, d } = marginSpec(label, 3);
    return { c: c.slice(3 * k, 3 * k + 3), d: d.slice(k, k + 1) };
  });
  const { proof } = await confirmedBoxTree(network, box, unsafe, undefined, { arithmetic });
  expect(proof?.form).toBeUndefined();
  expect((await check(await made(verified(proof!)))).status).toBe('confirmed');
  const simplified = await check(await made(verified({ ...proof!, form: 'simplified' })));
  expect(simplified).toMatchObject({ status: 'rejected', reason: expect.stringContaining('simplified') });
  const sdp = await check(await made(verified({ kind: 'sdp', conjunctions: [0, 1] })));
  expect(sdp).toMatchObject({ status: 'not confirmable', reason: expect.stringContaining('sdp') });
});

it('confirms trees of splits, with bounds that are above those of real numbers', async () => {
  const about = {
    box: rigorousBox(x, 0.01),
    unsafe: [0, 1].map((k) => {
      const { c, d } = marginSpec(label, 3);
      return { c: c.slice(3 * k, 3 * k + 3), d: d.slice(k, k + 1) };
    }),
  };
  const sides = (['active', 'inactive'] as const).map((side) => ({ splits: [{ node: 1, unit: 0, side }] }));
  const tree = { kind: 'tree', conjunctions: [0, 1], intermediate: 'ibp', leaves: sides } as const;
  const given = structuredClone(tree) as unknown as Parameters<typeof confirmedTree>[1];
  const { proof } = await confirmedTree(network, given, { ...about, arithmetic });
  expect((await check(await made(verified(proof!)))).status).toBe('confirmed');
  const [real] = confirmedProofs([crown], network, about);
  const [computed] = confirmedProofs([crown], network, { ...about, arithmetic });
  for (const [k, bound] of computed!.bounds!.entries()) expect(bound).toBeGreaterThan(real!.bounds![k]!);
});
