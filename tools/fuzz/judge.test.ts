import { disposeNetwork } from '@ibp/layers';
import { plainNetwork } from '@ibp/verify';
import { box } from './boxes';
import { judge } from './judge';
import type { Claim } from './methods/method';
import { NetBuilder } from './net';
import { networkOf } from './tensors';
import { type Evaluator, evaluator, rowValue } from './truth/evaluate';

/** z = 3 x over [0, 1], and the row z - 2.5: 0.5 at x = 1. */
const unit = box([0], [1]);
const row = { c: Float32Array.of(1), d: -2.5 };

async function tripled(weight = 3): Promise<Evaluator> {
  const network = networkOf(new NetBuilder([1]).dense([[weight]]).done());
  const plain = await plainNetwork(network);
  disposeNetwork(network);
  return evaluator(plain);
}

async function verdict(claim: Partial<Claim>, d = -2.5, weight = 3) {
  const by = await tripled(weight);
  const x = Float64Array.of(1);
  const [value, error] = rowValue({ ...row, d }, by.output(x));
  return judge({ box: unit, row: { ...row, d, truth: { x, value, error } }, ...claim }, by);
}

it.each<[string, Partial<Claim>, object | undefined]>([
  ['a bound above the value', { bound: 0.6 }, undefined],
  ['the value itself', { bound: 0.5 }, undefined],
  ['a bound below the value', { bound: 0.25 }, { kind: 'low', value: 0.5 }],
  ['a bound below 0', { bound: -0.5, proved: true }, { kind: 'false-proof', value: 0.5 }],
  ['a bound of -Infinity', { bound: Number.NEGATIVE_INFINITY }, { kind: 'low' }],
  ['a proof without a bound', { proved: true }, { kind: 'false-proof', value: 0.5 }],
  ['NaN', { bound: Number.NaN }, undefined],
  ['a witness', { witness: Float32Array.of(1) }, undefined],
  ['a witness that breaks nothing', { witness: Float32Array.of(0.5) }, { kind: 'false-witness' }],
  ['a witness outside the box', { witness: Float32Array.of(2) }, { kind: 'false-witness' }],
])('%s', async (_, claim, expected) => {
  const found = await verdict(claim);
  if (expected) expect(found).toMatchObject(expected);
  else expect(found).toBeUndefined();
});

it('a tie breaks what has its border in it, and nothing else', async () => {
  const tie = { witness: Float32Array.of(1) };
  expect(await verdict(tie, -3)).toMatchObject({ kind: 'false-witness', value: 0 });
  expect(await verdict({ ...tie, border: true }, -3)).toBeUndefined();
  const below = { witness: Float32Array.of(0.5), border: true as const };
  expect(await verdict(below, -3)).toMatchObject({ kind: 'false-witness', value: -1.5 });
});

it('a tie is not proved', async () => {
  expect(await verdict({ bound: -1e-9, proved: true }, -3)).toMatchObject({ kind: 'false-proof', value: 0 });
  expect(await verdict({ bound: 0 }, -3)).toBeUndefined();
});

it('nothing is proved of a weight that is no number', async () => {
  expect(await verdict({ bound: -1, proved: true }, -3, Number.NaN)).toMatchObject({ kind: 'false-proof' });
  expect(await verdict({ bound: Number.NaN }, -3, Number.NaN)).toBeUndefined();
});

it('values of a node outside its ends', async () => {
  const by = await tripled();
  const trace = by.trace(Float64Array.of(1));
  const of = (lower: number, upper: number) =>
    judge({ box: unit, trace, node: { index: 1, lower: [lower], upper: [upper] } }, by);
  expect(of(0, 3)).toBeUndefined();
  expect(of(0, 2.5)).toMatchObject({ kind: 'outside', bound: 2.5 });
  expect(of(3.25, 4)).toMatchObject({ kind: 'outside', bound: 3.25 });
});
