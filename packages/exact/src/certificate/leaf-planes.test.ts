import { plainChain, plainTensor } from '@ibp/testing';
import { float32ToBase64 } from './base64';
import { certificateOf, check, forged, proofOf, verified } from './testing';

const network = plainChain(
  [2],
  ['dense', { kernel: plainTensor([2, 1], [1, 1]), bias: plainTensor([1], [-1]) }],
  ['relu', {}],
);
// relu(x + y - 1) - x, with the input beside the output: 0 at most on [0, 1]^2, where a line in z leaves 0.5
const statement = {
  boxes: [{ lower: Float64Array.of(0, 0), upper: Float64Array.of(1, 1) }],
  unsafe: [{ c: Float64Array.of(-1, 0, 1), d: Float64Array.of(-0.25) }],
  withInputs: true,
} as const;
const planes = (slopes: readonly number[], more: object = {}) => ({
  ...{ node: 2, units: [0], slopes: float32ToBase64(Float32Array.from(slopes)) },
  ...more,
});
const proof = (...own: object[]) =>
  ({
    kind: 'tree',
    conjunctions: [0],
    intermediate: 'ibp',
    leaves: [{ splits: [], planes: own }],
  }) as never;
const checked = async (...own: object[]) =>
  check(await certificateOf(statement, verified(proof(...own)), network), statement, network);

it('a leaf is refuted by planes that lines do not refute', async () => {
  expect(await checked()).toMatchObject({ status: 'not confirmable' });
  expect(await checked(planes([1, 0]))).toMatchObject({ status: 'confirmed' });
  expect(await checked(planes([0, 1]))).toMatchObject({ status: 'not confirmable' });
});

it.each([
  ['expected 2 slopes of planes, got 1', [planes([1])]],
  ['expected 2 slopes of planes, got no list', [planes([], { slopes: '!' })]],
  ['a unit has two planes', [planes([1, 0, 1, 0], { units: [0, 0] })]],
  ['node 1 has no planes', [planes([1, 0], { node: 1 })]],
  ['expected slopes of units below 1', [planes([1, 0], { units: [1] })]],
  ['expected slopes of nodes below', [planes([1, 0], { node: 99 })]],
  ['come twice', [planes([1, 0]), planes([1, 0])]],
])('refuses planes that do not fit: %s', async (reason, own) => {
  const found = await checked(...own);
  expect(found).toMatchObject({ status: 'rejected' });
  expect((found as { reason: string }).reason).toContain(reason);
});

it('a bound that planes do not give is not believed', async () => {
  const certificate = await certificateOf(statement, verified(proof(planes([1, 0]))), network);
  const better = await forged(certificate, (copy) => {
    (proofOf(copy) as { bounds?: number[] }).bounds = [-5];
  });
  expect(await check(better, statement, network)).toMatchObject({ status: 'rejected' });
});
