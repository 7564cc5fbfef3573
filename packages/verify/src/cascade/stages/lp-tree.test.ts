import { type Certificate, checkCertificate, createCertificate, plainForward } from '@ibp/exact';
import { highsWasm } from '@ibp/exact/highs';
import { dense, disposeNetwork, type Network, network, relu, sequential } from '@ibp/layers';
import { randomFloats } from '@ibp/testing';
import * as tf from '@tensorflow/tfjs-core';
import { certificateOutcome } from '../../certificate/outcome';
import { plainNetwork } from '../../plain/from-network';
import { type Certified, certify } from '../certify';
import type { Stage } from '../stage';
import { accompanied } from './accompanied';
import { branchAndBoundStage } from './branch-and-bound';
import { cleanStage } from './clean';
import { lpTreeStage } from './lp-tree';
import { mipStage } from './rows';

const COUNT = 4;
const epsilon = 0.19;

describe('lpTreeStage', () => {
  const solver = highsWasm({ threads: 1 });
  let net: Network;
  let labels: number[];
  const points = randomFloats(4 * COUNT, 3).map((v) => (v + 1) / 2);
  const point = (i: number) => points.slice(4 * i, 4 * i + 4);
  beforeEach(async () => {
    net = network([4], sequential(dense(20), relu(), dense(20), relu(), dense(3)), { seed: 11 });
    const plain = await plainNetwork(net);
    labels = Array.from({ length: COUNT }, (_, i) => {
      const z = plainForward(plain, Float64Array.from(point(i)));
      return z.indexOf(Math.max(...z));
    });
  });
  afterEach(() => disposeNetwork(net));
  afterAll(() => solver.close());

  const settle = async (stage: Stage, arithmetic?: 'any-order-float32') => {
    const all: Certified[] = [];
    const x = tf.tensor2d(points, [COUNT, 4]);
    const given = { epsilon, stages: [cleanStage(), stage], ...(arithmetic && { arithmetic }) };
    for await (const result of certify(net, [{ x, labels }], given)) all.push(result);
    return all.sort((a, b) => a.index - b.index);
  };
  const verifiedOf = (all: readonly Certified[]) =>
    all.flatMap(({ index, verdict }) => (verdict.status === 'verified' ? [index] : []));

  /** What the checker makes of it, for a radius. */
  const checked = async (
    all: readonly Certified[],
    options: Partial<Pick<Certificate, 'arithmetic'>> = {},
    radius = epsilon,
  ) => {
    const plain = await plainNetwork(net);
    const of = (radius: number) => (index: number) => ({
      x: point(index),
      label: labels[index]!,
      ...{ classes: 3, epsilon: radius, range: [0, 1] as const },
    });
    const outcomes = all.map((result) =>
      certificateOutcome(result, { statement: of(epsilon)(result.index) }),
    );
    const certificate = await createCertificate(plain, outcomes, { mode: 'float32', ...options });
    const asked = { indices: all.map(({ index }) => index), of: of(radius) };
    return checkCertificate(certificate, plain, asked, options);
  };

  it('proves what few parts by gradient steps leave to a solver, and the checker confirms it', async () => {
    const mip = () => mipStage({ solver });
    const few = branchAndBoundStage({ intermediate: 'ibp', rigorous: true, maxNodes: 20 });
    const [byWord, byTree] = [
      await settle(accompanied(mip(), few)),
      await settle(accompanied(mip(), lpTreeStage({ solver }))),
    ];
    const verified = verifiedOf(byWord);
    expect(verifiedOf(byTree)).toEqual(verified);
    const open = (await checked(byWord)).examples.filter(({ status }) => status === 'not confirmable');
    expect(open.length).toBeGreaterThan(0);
    const { sound, confirmed } = await checked(byTree);
    expect({ sound, verified: confirmed.verified }).toEqual({ sound: true, verified: verified.length });
    // what is left open is of trees with several leaves
    const leaves = byTree[open[0]!.index]!.evidence.flatMap(({ data }) => data as { leaves?: unknown[] }[]);
    expect(Math.max(...leaves.map((of) => of.leaves?.length ?? 0))).toBeGreaterThan(1);
    expect((await checked(byTree, {}, 2 * epsilon)).confirmed.verified).toBe(0);
  });

  it('proves no more than a complete method, and the same with enough leaves', async () => {
    const [byMip, byTree] = [
      await settle(mipStage({ solver })),
      await settle(lpTreeStage({ solver, leaves: 200 })),
    ];
    expect(verifiedOf(byTree)).toEqual(verifiedOf(byMip));
    expect(verifiedOf(byTree).length).toBeGreaterThan(0);
    const others = byTree.filter(({ verdict }) => verdict.status === 'unknown');
    expect(others.length).toBeGreaterThan(0);
    const { remarks } = others[0]!;
    expect(remarks.at(-1)).toMatchObject({ stage: 'lp-tree', reason: 'undecided' });
    const single = verifiedOf(await settle(lpTreeStage({ solver, leaves: 1 })));
    expect(single.length).toBeLessThan(verifiedOf(byMip).length);
  });

  it('holds for every order of sums, where it is asked to', async () => {
    const arithmetic = 'any-order-float32' as const;
    const all = await settle(lpTreeStage({ solver, leaves: 200 }), arithmetic);
    const { sound, confirmed } = await checked(all, { arithmetic });
    expect({ sound, verified: confirmed.verified }).toEqual({
      sound: true,
      verified: verifiedOf(all).length,
    });
    expect(confirmed.verified).toBeGreaterThan(0);
  });
});
