import { checkCertificate, createCertificate, marginSpec, plainForward } from '@ibp/exact';
import { highsWasm } from '@ibp/exact/highs';
import { dense, disposeNetwork, ibp, type Network, network, relu, sequential } from '@ibp/layers';
import { randomFloats } from '@ibp/testing';
import * as tf from '@tensorflow/tfjs-core';
import { certificateOutcome } from '../../certificate/outcome';
import { plainNetwork } from '../../plain/from-network';
import { bound } from '../../testing/engine-bound';
import { type Certified, certify } from '../certify';
import { rowValues } from '../witness';
import { accompanied } from './accompanied';
import { branchAndBoundStage } from './branch-and-bound';
import { cleanStage } from './clean';
import { lpStage, mipStage } from './rows';

const COUNT = 8;

describe('the stages that take one example at a time', () => {
  const solver = highsWasm({ threads: 1 });
  let net: Network;
  beforeEach(() => {
    net = network([3], sequential(dense(10), relu(), dense(8), relu(), dense(3)), { seed: 5 });
  });
  afterEach(() => disposeNetwork(net));
  afterAll(() => solver.close());

  const settle = async (
    stages: Parameters<typeof certify>[2]['stages'],
    epsilon: number,
    budget?: number,
  ): Promise<Certified[]> => {
    const x = tf.tensor2d(
      randomFloats(3 * COUNT, 7).map((v) => (v + 1) / 2),
      [COUNT, 3],
    );
    const labels = plain.map((values) => values.indexOf(Math.max(...values)));
    const all: Certified[] = [];
    for await (const result of certify(net, [{ x, labels }], {
      ...{ epsilon, stages, concurrency: 2 },
      ...(budget !== undefined && { budget }),
    }))
      all.push(result);
    return all.sort((a, b) => a.index - b.index);
  };
  let plain: number[][];
  beforeEach(async () => {
    const points = randomFloats(3 * COUNT, 7).map((v) => (v + 1) / 2);
    const network = await plainNetwork(net);
    plain = Array.from({ length: COUNT }, (_, i) => [
      ...plainForward(network, Float64Array.from(points.subarray(3 * i, 3 * i + 3))),
    ]);
  });

  it('settle every example that bounds leave open, and no sample contradicts', async () => {
    const stages = [cleanStage(), bound('ibp', ibp()), lpStage({ solver }), mipStage({ solver })];
    const all = await settle(stages, 0.15);
    expect(all).toHaveLength(COUNT);
    expect(all.every(({ verdict }) => verdict.status !== 'unknown')).toBe(true);
    const methods = new Set(all.map(({ verdict }) => ('method' in verdict ? verdict.method : 'none')));
    expect(methods.has('lp') || methods.has('mip')).toBe(true);
    const points = randomFloats(3 * COUNT, 7).map((v) => (v + 1) / 2);
    const network = await plainNetwork(net);
    for (const { index, verdict } of all) {
      if (verdict.status !== 'verified') continue;
      const spec = marginSpec(plain[index]!.indexOf(Math.max(...plain[index]!)), 3);
      for (let k = 0; k < 100; k++) {
        const offset = randomFloats(3, 100 * index + k, 0.15);
        const x = offset.map((d, i) => Math.min(1, Math.max(0, points[3 * index + i]! + d)));
        const question = { index, x, spec };
        expect(Math.max(...rowValues(question, plainForward(network, Float64Array.from(x))))).toBeLessThan(0);
      }
    }
  });

  it('agree, MIP and branch and bound, also where its leaves have to hold in exact arithmetic', async () => {
    const [byMip, byTree, byExactTree] = [
      await settle([cleanStage(), mipStage({ solver })], 0.12),
      await settle([cleanStage(), branchAndBoundStage({ intermediate: 'ibp' })], 0.12),
      await settle([cleanStage(), branchAndBoundStage({ rigorous: true })], 0.12),
    ];
    const statuses = (all: readonly Certified[]) => all.map(({ verdict }) => verdict.status);
    expect(statuses(byTree)).toEqual(statuses(byMip));
    expect(statuses(byExactTree)).toEqual(statuses(byMip));
    expect(statuses(byMip)).toContain('verified');
    expect(statuses(byMip)).toContain('falsified');
  });

  it('leave proofs that another program can check, and that it rejects for a larger ball', async () => {
    const all = await settle([cleanStage(), branchAndBoundStage({ intermediate: 'ibp' })], 0.12);
    const network = await plainNetwork(net);
    const points = randomFloats(3 * COUNT, 7).map((v) => (v + 1) / 2);
    const at = (epsilon: number) => (index: number) => ({
      x: points.slice(3 * index, 3 * index + 3),
      label: plain[index]!.indexOf(Math.max(...plain[index]!)),
      ...{ classes: 3, epsilon, range: [0, 1] as const },
    });
    const confirmedAt = async (epsilon: number) => {
      const of = at(epsilon);
      const outcomes = all.map((result) => certificateOutcome(result, { statement: of(result.index) }));
      const certificate = await createCertificate(network, outcomes, { mode: 'float32' });
      return checkCertificate(certificate, network, { indices: all.map(({ index }) => index), of });
    };
    const { sound, confirmed } = await confirmedAt(0.12);
    const verified = all.filter(({ verdict }) => verdict.status === 'verified').length;
    expect(sound).toBe(true);
    expect(confirmed.verified).toBe(verified);
    expect(verified).toBeGreaterThan(0);
    expect((await confirmedAt(0.4)).confirmed.verified).toBeLessThan(verified);
  });

  it.each(['lp', 'mip'] as const)('leave proofs that can be checked, of %s too', async (kind) => {
    const last = {
      lp: [lpStage({ solver })],
      mip: [accompanied(mipStage({ solver }), branchAndBoundStage({ intermediate: 'ibp', rigorous: true }))],
    };
    const all = await settle([cleanStage(), ...last[kind]], 0.12);
    const network = await plainNetwork(net);
    const points = randomFloats(3 * COUNT, 7).map((v) => (v + 1) / 2);
    const of = (index: number) => ({
      x: points.slice(3 * index, 3 * index + 3),
      label: plain[index]!.indexOf(Math.max(...plain[index]!)),
      ...{ classes: 3, epsilon: 0.12, range: [0, 1] as const },
    });
    const outcomes = all.map((result) => certificateOutcome(result, { statement: of(result.index) }));
    const certificate = await createCertificate(network, outcomes, { mode: 'float32' });
    const asked = { indices: all.map(({ index }) => index), of };
    const { sound, confirmed, examples } = await checkCertificate(certificate, network, asked);
    const verified = all.filter(({ verdict }) => verdict.status === 'verified').length;
    expect(verified).toBeGreaterThan(0);
    expect({ sound, verified: confirmed.verified }).toEqual({ sound: true, verified });
    expect(examples.filter(({ status }) => status === 'not confirmable')).toEqual([]);
  });

  it('leave proofs of what is decided when the time is over', async () => {
    const mip = mipStage({ solver });
    const late = {
      ...mip,
      run: async (...asked: Parameters<typeof mip.run>) => {
        const found = await mip.run(...asked);
        await new Promise((resolve) => setTimeout(resolve, 1000 * asked[1].secondsLeft));
        return found;
      },
    };
    const again = branchAndBoundStage({ intermediate: 'ibp', rigorous: true });
    const all = await settle([cleanStage(), accompanied(late, again)], 0.1, 0.5);
    const verified = all.filter(({ verdict }) => verdict.status === 'verified');
    expect(verified.length).toBeGreaterThan(0);
    for (const { evidence } of verified) expect(evidence.length).toBeGreaterThan(0);
  });

  it('take a counter-example of what proves again for what it is', async () => {
    const believes = {
      ...mipStage({ solver }),
      run: async () => [{ proved: [0, 1], bounds: { 0: -1, 1: -1 } }],
    };
    const [believed, held] = [
      await settle([cleanStage(), believes], 0.6),
      await settle([cleanStage(), accompanied(believes, branchAndBoundStage({ rigorous: true }))], 0.6),
    ];
    const counts = (all: readonly Certified[], status: string) =>
      all.filter(({ verdict }) => verdict.status === status).length;
    expect(counts(believed, 'verified')).toBe(COUNT);
    expect(counts(held, 'falsified')).toBeGreaterThan(0);
  });

  it('proves no more by LP than by MIP', async () => {
    const [byLp, byMip] = [
      await settle([cleanStage(), lpStage({ solver })], 0.1),
      await settle([cleanStage(), mipStage({ solver })], 0.1),
    ];
    for (const [i, { verdict }] of byLp.entries()) {
      if (verdict.status === 'verified') expect(byMip[i]!.verdict.status).toBe('verified');
      if (verdict.status === 'falsified') expect(byMip[i]!.verdict.status).not.toBe('verified');
    }
  });

  it.each([
    ['lp', lpStage],
    ['mip', mipStage],
  ])('decides the same without looking for proofs: %s', async (_, stage) => {
    const [shown, bare] = [
      await settle([cleanStage(), stage({ solver })], 0.1),
      await settle([cleanStage(), stage({ solver, proofs: false })], 0.1),
    ];
    expect(bare.map(({ verdict, proofs }) => [verdict.status, proofs])).toEqual(
      shown.map(({ verdict, proofs }) => [verdict.status, proofs]),
    );
    expect(shown.some(({ evidence }) => evidence.length > 0)).toBe(true);
    expect(bare.some(({ evidence }) => evidence.length > 0)).toBe(false);
  });

  it('goes on from the worst point of a relaxation where it is asked to', async () => {
    const seen: number[] = [];
    const refine = (point: Float32Array) => async () => {
      seen.push(point.length);
      return { examples: [{ witness: null }] };
    };
    await settle([cleanStage(), lpStage({ solver, refine })], 0.3);
    expect(seen.length).toBeGreaterThan(0);
    expect(new Set(seen)).toEqual(new Set([3]));
  });

  it('says of rows for which no time is left that it was time', async () => {
    const all = await settle(
      [cleanStage(), { ...mipStage({ solver, rowLimit: 0 }), close: async () => undefined }],
      0.15,
    );
    const open = all.filter(({ verdict }) => verdict.status === 'unknown');
    expect(open.length).toBeGreaterThan(0);
    for (const { verdict } of open) expect(verdict).toMatchObject({ reason: 'time-out' });
  });
});
