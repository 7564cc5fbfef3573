import { checkCertificate, constrained, createCertificate, type Property } from '@ibp/exact';
import { highsWasm } from '@ibp/exact/highs';
import { disposeNetwork, ibp } from '@ibp/layers';
import { crown } from '@ibp/relax';
import * as tf from '@tensorflow/tfjs-core';
import { certificateOutcome } from '../certificate/outcome';
import { propertyOutcomes } from '../certificate/property-outcomes';
import { plainNetwork } from '../plain/from-network';
import { bound } from '../testing/engine-bound';
import type { CascadeOptions } from './cascade-options';
import type { Certified } from './certify';
import { certifyProperties } from './certify-properties';
import { memoryJournal } from './journal';
import type { Stage } from './stage';
import { alphaCrownStage } from './stages/alpha-crown';
import { branchAndBoundStage } from './stages/branch-and-bound';
import { cleanStage } from './stages/clean';
import { propertyStage } from './stages/property';
import { rigorousStage } from './stages/rigorous';
import { lpStage } from './stages/rows';
import { planeNetwork } from './testing';

const solver = highsWasm({ threads: 1 });
afterAll(() => solver.close());

const ends = (...values: number[]) => Float64Array.from(values);
/** Outputs are the inputs `x` and `y`. */
const property = (upper: number, ...unsafe: [c: number[], d: number[]][]): Property => ({
  boxes: [{ lower: ends(0, 0.1), upper: ends(upper, 0.5) }],
  unsafe: unsafe.map(([c, d]) => ({ c: ends(...c), d: ends(...d) })),
});
/** `x >= 0.5` is never where x is at most 0.4, whatever `y >= 0.2` is; nor is `x >= y + 0.31`. */
const byOneRow = property(
  0.4,
  [
    [0, 1, 1, 0],
    [-0.2, -0.5],
  ],
  [[1, -1], [-0.31]],
);
/** `x <= y - 0.01` and `x >= 0.5`: each is somewhere where x is at most 1, both are not. */
const bySum = property(1, [
  [-1, 1, 1, 0],
  [-0.01, -0.5],
]);
/** `x <= y + 0.1` and `x >= 0.5` at (0.5, 0.45), and others; not in the middle. */
const broken = property(1, [
  [-1, 1, 1, 0],
  [0.1, -0.5],
]);

async function run(
  properties: readonly Property[],
  stages: readonly Stage[],
  options: Partial<CascadeOptions> = {},
) {
  const net = planeNetwork();
  const all: Certified[] = [];
  for await (const one of certifyProperties(net, properties, { ...options, stages })) all.push(one);
  const plain = await plainNetwork(net);
  disposeNetwork(net);
  all.sort((a, b) => a.index - b.index);
  const outcomes = all.map((one) => certificateOutcome(one, { statement: properties[one.index]! }));
  const certificate = await createCertificate(plain, outcomes, { mode: 'float32' });
  const check = await checkCertificate(certificate, plain, properties);
  return { all, check };
}
const statusOf = ({ all }: { readonly all: readonly Certified[] }) =>
  all.map(({ verdict }) => verdict.status);

it.each<[string, Stage, boolean]>([
  ['ibp', bound('ibp', ibp()), true],
  ['crown', bound('crown', crown()), true],
  ['alpha-CROWN', alphaCrownStage({ steps: 2 }), true],
  ['alpha-CROWN in exact arithmetic', alphaCrownStage({ steps: 2, rigorous: true }), true],
  ['branch and bound', branchAndBoundStage({ maxNodes: 50 }), true],
  ['bounds in exact arithmetic', rigorousStage('crown'), true],
  ['an LP', lpStage({ solver }), true],
  ['cuts of the box', propertyStage(), true],
])('a conjunction is refuted by one row: %s', async (_, stage, leavesProof) => {
  const found = await run([byOneRow], [cleanStage(), stage]);
  expect(statusOf(found)).toEqual(['verified']);
  expect(found.check).toMatchObject({ sound: true, confirmed: { verified: leavesProof ? 1 : 0 } });
});

it.each([false, true])('and by a sum of rows, where none is: rigorous %p', async (rigorous) => {
  const found = await run([bySum, byOneRow], [bound('crown', crown()), propertyStage({ rigorous })]);
  expect(found.all.map(({ verdict }) => verdict)).toEqual([
    { status: 'verified', method: rigorous ? 'rigorous-property' : 'property' },
    { status: 'verified', method: 'crown' },
  ]);
  expect(found.check).toMatchObject({ sound: true, confirmed: { verified: 2 } });
  expect(statusOf(await run([bySum], [cleanStage(), bound('crown', crown())]))).toEqual(['unknown']);
});

it('a witness has all rows of a conjunction above 0, and not one alone', async () => {
  // at the middle, (0.5, 0.3), x >= 0.5 is a tie and x <= y + 0.1 is not
  expect(statusOf(await run([broken], [cleanStage()]))).toEqual(['unknown']);
  const { all, check } = await run([broken], [propertyStage()]);
  const [{ verdict }] = all as [Certified];
  expect(verdict).toMatchObject({ status: 'falsified', witness: { conjunction: 0 } });
  const [x, y] = (verdict as unknown as { witness: { x: Float32Array } }).witness.x;
  expect([x! > 0.5, x! < y! + 0.1]).toEqual([true, true]);
  expect(check).toMatchObject({ sound: true, confirmed: { falsified: 1 } });
});

it('a box of several is a question of its own, and a run goes on from its journal', async () => {
  const both = { ...bySum, boxes: [...bySum.boxes, ...byOneRow.boxes] };
  const net = planeNetwork();
  const journal = memoryJournal();
  const indices: number[] = [];
  for (const stages of [[propertyStage()], [cleanStage()]]) {
    for await (const { index, verdict } of certifyProperties(net, [both], { stages, journal })) {
      expect(verdict.status).toBe('verified'); // the second run by what the first noted
      indices.push(index);
    }
  }
  disposeNetwork(net);
  expect(indices).toEqual([0, 1, 0, 1]);
});

it.each<[string, Stage]>([
  ['cuts of the box', propertyStage()],
  ['cuts of the box in exact arithmetic', propertyStage({ rigorous: true })],
  ['cuts of activations', propertyStage({ strategy: 'branch-and-bound' })],
])('constraints of inputs, beside a property without, are refuted and confirmed: %s', async (_, stage) => {
  // of x <= y + 0.1 and x >= 0.5, none where x + 2 y is at most 0.9
  const constraint = { c: ends(-1, -2), d: ends(0.9) };
  const found = await run([bySum, constrained(broken, constraint)], [bound('crown', crown()), stage]);
  expect(statusOf(found)).toEqual(['verified', 'verified']);
  expect(found.check).toMatchObject({ sound: true, confirmed: { verified: 2 } });
});

it('a certificate of a property of several boxes says which each proof is of', async () => {
  const both = { ...bySum, boxes: [...bySum.boxes, ...byOneRow.boxes] };
  const net = planeNetwork();
  const plain = await plainNetwork(net);
  const made = async (properties: readonly Property[]) => {
    const all: Certified[] = [];
    const stages = [bound('crown', crown()), propertyStage()];
    for await (const one of certifyProperties(net, properties, { stages })) all.unshift(one);
    const outcomes = propertyOutcomes(all, properties);
    const certificate = await createCertificate(plain, outcomes, { mode: 'float32' });
    return { all, outcomes, check: await checkCertificate(certificate, plain, properties) };
  };
  const { outcomes, check } = await made([byOneRow, both]);
  expect(outcomes[1]!.verdict).toMatchObject({ status: 'verified', proofs: [{ box: 0 }, { box: 1 }] });
  expect(check).toMatchObject({ sound: true, confirmed: { verified: 2 } });
  const worse = { ...broken, boxes: [...byOneRow.boxes, ...broken.boxes] };
  const { all, check: found } = await made([both, worse]);
  expect(found).toMatchObject({ sound: true, confirmed: { verified: 1, falsified: 1 } });
  expect(() => propertyOutcomes(all.slice(1), [both, worse])).toThrow(
    'propertyOutcomes: expected a result for each box, got none of number 3',
  );
  disposeNetwork(net);
});

it('NaN and a property that is none prove nothing', async () => {
  const net = planeNetwork();
  const stages = [bound('crown', crown()), propertyStage({ maxNodes: 10 })];
  const ask = async (...properties: Property[]) => {
    const all: Certified[] = [];
    for await (const one of certifyProperties(net, properties, { stages })) all.push(one);
    return all;
  };
  await expect(ask()).rejects.toThrow('certifyProperties: expected at least one property, got none');
  await expect(ask({ ...bySum, unsafe: [] })).rejects.toThrow('property 0: expected at least one unsafe');
  const endless = [{ lower: ends(0, 0), upper: ends(1, Infinity) }];
  await expect(ask({ ...bySum, boxes: endless })).rejects.toThrow('expected boxes with finite ends');
  const [weights] = Object.values(net.variables).filter(({ rank }) => rank === 2);
  weights!.assign(tf.fill([2, 2], Number.NaN));
  const [{ verdict }] = (await ask(byOneRow)) as [Certified];
  expect(verdict.status).toBe('unknown');
  disposeNetwork(net);
});
