import { checkCertificate, createCertificate, type Property } from '@ibp/exact';
import { disposeNetwork, ibp, network, sequential, softmax } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import { certificateOutcome } from '../certificate/outcome';
import { propertyOutcomes } from '../certificate/property-outcomes';
import { plainNetwork } from '../plain/from-network';
import { bound } from '../testing/engine-bound';
import type { CascadeOptions } from './cascade-options';
import type { Certified } from './certify';
import { certifyProperties } from './certify-properties';
import type { Stage } from './stage';
import { alphaCrownStage } from './stages/alpha-crown';
import { branchAndBoundStage } from './stages/branch-and-bound';
import { cleanStage } from './stages/clean';
import { propertyStage } from './stages/property';
import { rigorousStage } from './stages/rigorous';
import { planeNetwork, points, results, stageOf } from './testing';

const arithmetic = 'any-order-float32' as const;
const epsilon = 2 ** -4;
const thin = 2 ** -22;
/** The first number is the greater in the whole ball; by a few roundings; not in all of it by as few; not at all. */
const xy = [
  [0.75, 0.25],
  [0.5 + thin, 0.5 - 2 * epsilon],
  [0.5 - thin, 0.5],
  [0.25, 0.75],
] as const;

/** What becomes of the four points, and what a checker of the arithmetic makes of their certificate. */
async function run(stages: readonly Stage[], own: CascadeOptions['arithmetic']) {
  const net = planeNetwork();
  const all = await results(net, points(...xy), { epsilon, stages, ...(own && { arithmetic: own }) });
  const plain = await plainNetwork(net);
  disposeNetwork(net);
  const asked = xy.map((x) => ({ x: [...x], epsilon, range: [0, 1] as const, label: 0, classes: 2 }));
  const outcomes = all.map((one) => certificateOutcome(one, { statement: asked[one.index]! }));
  const certificate = await createCertificate(plain, outcomes, {
    mode: 'rigorous',
    ...(own && { arithmetic: own }),
  });
  const check = await checkCertificate(certificate, plain, asked, { ...(own && { arithmetic: own }) });
  return { statuses: all.map(({ verdict }) => verdict.status), all, check };
}

describe('certify in an arithmetic', () => {
  it.each([
    ['rigorous-ibp', 'verified', 'unknown', [cleanStage(), rigorousStage('ibp')]],
    ['rigorous-crown', 'verified', 'unknown', [cleanStage(), rigorousStage('crown')]],
    [
      'rigorous-alpha-crown',
      'unknown',
      'unknown',
      [cleanStage(), alphaCrownStage({ steps: 2, rigorous: true })],
    ],
    [
      'rigorous-branch-and-bound',
      'unknown',
      'falsified',
      [cleanStage(), branchAndBoundStage({ rigorous: true })],
    ],
  ] as const)(
    '%s: settles what roundings cannot turn over, and the checker confirms it',
    async (method, near, searched, stages) => {
      const real = await run(stages, undefined);
      expect(real.statuses).toEqual(['verified', near, 'falsified', 'falsified']);
      const { statuses, all, check } = await run(stages, arithmetic);
      // a search finds a point that is broken by more
      expect(statuses).toEqual(['verified', 'unknown', searched, 'falsified']);
      expect(all[0]!.verdict).toMatchObject({ method });
      expect(check.sound).toBe(true);
      expect(check.confirmed).toEqual({ verified: 1, falsified: searched === 'falsified' ? 2 : 1 });
    },
  );

  it('takes no proof without evidence, and leaves the row to who has some', async () => {
    const bare = bound('ibp', ibp());
    const { statuses, all } = await run([bare], arithmetic);
    expect(new Set(statuses)).toEqual(new Set(['unknown']));
    expect(all[0]!.verdict).toMatchObject({
      reason: 'tolerance',
      detail: 'ibp: no proof of what it proved holds in any-order-float32',
    });
    const later = await run([bare, rigorousStage('ibp')], arithmetic);
    expect(later.all[0]!.verdict).toMatchObject({ status: 'verified', method: 'rigorous-ibp' });
    const unknowing = stageOf('liar', () => ({ proved: [0], evidence: { kind: 'nothing' } }));
    expect((await run([unknowing], arithmetic)).statuses[3]).toBe('unknown');
    const lie = stageOf('liar', () => ({ proved: [0], evidence: { kind: 'ibp', conjunctions: [0] } }));
    expect((await run([lie], arithmetic)).statuses[3]).toBe('unknown');
  });

  it('holds properties to it: by one row, and by conjunctions as a whole', async () => {
    const property = (upper: number): Property => ({
      boxes: [{ lower: Float64Array.of(0, 0.125), upper: Float64Array.of(upper, 0.5) }],
      unsafe: [{ c: Float64Array.of(0, 1, 1, 0), d: Float64Array.of(-0.25, -0.5) }], // y >= 0.25 and x >= 0.5
    });
    const asked = [property(0.375), property(0.5 - thin / 4), property(1.25)];
    const net = planeNetwork();
    const plain = await plainNetwork(net);
    for (const stage of [rigorousStage('ibp'), propertyStage({ rigorous: true, maxNodes: 50 })]) {
      const found: Certified[] = [];
      const options = { stages: [cleanStage(), stage], arithmetic };
      for await (const one of certifyProperties(net, asked, options)) found.push(one);
      found.sort((a, b) => a.index - b.index);
      expect(found.map(({ verdict }) => verdict.status)).toEqual(['verified', 'unknown', 'falsified']);
      const outcomes = propertyOutcomes(found, asked);
      const certificate = await createCertificate(plain, outcomes, { mode: 'rigorous', arithmetic });
      const { sound, confirmed } = await checkCertificate(certificate, plain, asked, { arithmetic });
      expect([sound, confirmed]).toEqual([true, { verified: 1, falsified: 1 }]);
    }
    disposeNetwork(net);
  });

  it('refuses other names, and before anything runs ops that it has no bound for', async () => {
    const ran = jest.fn(() => ({}));
    const stages = [stageOf('spy', ran)];
    const net = planeNetwork();
    const named = { epsilon, stages, arithmetic: 'float16' as typeof arithmetic };
    await expect(results(net, points([0.9, 0.1]), named)).rejects.toThrow(
      'certify: expected an arithmetic of real or any-order-float32, got float16',
    );
    disposeNetwork(net);
    const soft = network([2], sequential(softmax()), { seed: 1 });
    const examples = { x: tf.tensor2d([[0.9, 0.1]]), labels: [0] };
    await expect(results(soft, examples, { epsilon, stages, arithmetic })).rejects.toThrow(
      /^certify: expected a network that can be bounded in any-order-float32, got no bound of what float32 makes of op "softmax"/,
    );
    expect(ran).not.toHaveBeenCalled();
    disposeNetwork(soft);
  });
});
