import { checkCertificate, createCertificate } from '@ibp/exact';
import { disposeNetwork, ibp } from '@ibp/layers';
import type { Certified, certify } from '../cascade/certify';
import { boundStage } from '../cascade/stages/bound';
import { cleanStage } from '../cascade/stages/clean';
import { rigorousStage } from '../cascade/stages/rigorous';
import { planeNetwork, points, results, stageOf } from '../cascade/testing';
import { plainNetwork } from '../plain/from-network';
import { sdp } from '../sdp/sdp';
import { bound } from '../testing/engine-bound';
import { certificateOutcome } from './outcome';

const epsilon = 0.1;
const xy: [number, number][] = [
  [0.9, 0.1], // by 0.6
  [0.3, 0.6], // wrong as it is
  [0.5, 0.5], // a tie
];

async function checked(stages: Parameters<typeof certify>[2]['stages'], mode: 'float32' | 'rigorous') {
  const net = planeNetwork();
  const all: Certified[] = await results(net, points(...xy), { epsilon, stages });
  const plain = await plainNetwork(net);
  disposeNetwork(net);
  const inputs = xy.map((point) => Float32Array.from(point));
  const asked = inputs.map((x) => ({ x, label: 0, classes: 2, epsilon, range: [0, 1] as const }));
  const outcomes = all.map((result) => certificateOutcome(result, { statement: asked[result.index]! }));
  const certificate = await createCertificate(plain, outcomes, { mode });
  const check = await checkCertificate(certificate, plain, asked);
  return { certificate, check };
}

it('a run of certify becomes a certificate that can be checked', async () => {
  const { check } = await checked([cleanStage(), bound('ibp', ibp())], 'float32');
  expect(check.sound).toBe(true);
  expect(check.confirmed).toEqual({ verified: 1, falsified: 1 });
  expect(check.examples.map(({ status }) => status)).toEqual(['confirmed', 'confirmed', 'no claim']);
});

it('what semidefinite programming proved is sought again', async () => {
  const { certificate, check } = await checked([cleanStage(), boundStage('sdp', sdp())], 'float32');
  expect(certificate.examples[0]!.verdict).toMatchObject({ proofs: [{ kind: 'sdp', conjunctions: [0] }] });
  expect(check.confirmed).toEqual({ verified: 1, falsified: 1 });
});

it.each(['ibp', 'crown', 'crown-crown'] as const)(
  'what the stage rigorous(%j) proves is done again, and stored with few digits',
  async (method) => {
    const { certificate, check } = await checked([cleanStage(), rigorousStage(method)], 'rigorous');
    expect(check.confirmed).toEqual({ verified: 1, falsified: 1 });
    const { verdict } = certificate.examples[0]!;
    const [proof] = verdict.status === 'verified' ? verdict.proofs : [];
    expect(proof).toMatchObject({ kind: method === 'ibp' ? 'ibp' : 'crown', conjunctions: [0] });
    expect(proof!.bounds![0]).toBeCloseTo(-0.6, 3);
    expect(String(proof!.bounds![0]).length).toBeLessThanOrEqual(7);
  },
);

it('evidence of this format is what is checked', async () => {
  const evidence = { kind: 'crown', conjunctions: [0], intermediate: 'ibp', slopes: [] };
  const stage = stageOf('searcher', ({ index }) => (index === 0 ? { proved: [0], evidence } : {}));
  const { certificate, check } = await checked([stage], 'float32');
  expect(certificate.examples[0]!.verdict).toEqual({ status: 'verified', proofs: [evidence] });
  expect(check.confirmed.verified).toBe(1);
});

it('a stage that says nothing of its proof is not confirmable', async () => {
  const { check } = await checked(
    [stageOf('oracle', ({ index }) => (index === 0 ? { proved: [0] } : {}))],
    'float32',
  );
  expect(check.sound).toBe(true);
  expect(check.examples[0]).toMatchObject({
    status: 'not confirmable',
    reason: expect.stringContaining('oracle'),
  });
});
