import { plainDense, randomFloats } from '@ibp/testing';
import { unsafeRows } from '../../property/property';
import { rigorousBounds } from '../../rigorous/bounds';
import { rigorousBox } from '../../rigorous/enclosure';
import { marginSpec } from '../../rigorous/spec';
import { boxTreeOf } from './box-tree';
import { combine } from './combine';
import { confirmedBoxTree } from './confirm';
import { boxTreeIn } from './pack';
import { checked, cutAt0, cutTwice, network, property } from './testing';

const [box] = property.boxes as [(typeof property.boxes)[number]];
const confirm = (
  ...args: Parameters<typeof confirmedBoxTree> extends [unknown, unknown, unknown, ...infer R] ? R : never
) => confirmedBoxTree(network, box, property.unsafe, ...args);

it('leaves that hold stay as they are, and are confirmed', async () => {
  const { proof, leaves } = await confirm(boxTreeOf(cutTwice));
  expect(leaves).toEqual({ given: 3, held: 3, proof: 3 });
  expect(await checked(proof!)).toMatchObject({ status: 'confirmed' });
});

it('finds multipliers by itself', async () => {
  const { proof, leaves } = await confirm({ ...cutAt0, nodes: Uint32Array.of(2, 0, 0) });
  expect(leaves).toEqual({ given: 2, held: 2, proof: 2 });
  expect([...boxTreeIn(proof!)!.nodes]).toEqual([2, 0, 1]);
  expect(await checked(proof!)).toMatchObject({ status: 'confirmed' });
});

it('cuts a leaf further that does not hold', async () => {
  const { proof, leaves } = await confirm();
  expect(leaves).toMatchObject({ given: 1, held: 0 });
  expect(leaves.proof).toBeGreaterThan(1);
  expect(await checked(proof!)).toMatchObject({ status: 'confirmed' });
});

it('proves nothing that is false: cuts until it can or may no more', async () => {
  const unsafe = [{ ...property.unsafe[0]!, d: Float64Array.of(0.6, -0.5) }]; // 0.5 to 0.6 is unsafe
  expect(await confirmedBoxTree(network, box, unsafe, cutAt0)).toEqual({
    leaves: { given: 2, held: 1, proof: expect.any(Number) },
    reason: 'a part that is not refuted cannot be cut', // the tie at 0.5
  });
  expect(await confirmedBoxTree(network, box, unsafe, cutAt0, { leaves: 3 })).toMatchObject({
    reason: 'more than 3 leaves',
  });
  expect(await confirmedBoxTree(network, box, unsafe, cutAt0, { budget: 0 })).toMatchObject({
    reason: 'out of time',
  });
  expect(await confirm(cutAt0, { signal: AbortSignal.abort() })).toEqual({
    leaves: { given: 2, held: 0, proof: 0 },
    reason: 'aborted',
  });
});

it('takes no tree that is none, and no box without end', async () => {
  expect(await confirm({ ...cutAt0, at: Float64Array.of(3) })).toMatchObject({
    reason: 'a cut of feature 0 at 3 is outside [-1, 1]',
  });
  const endless = { lower: box.lower, upper: Float64Array.of(Infinity) };
  expect(await confirmedBoxTree(network, endless, property.unsafe)).toMatchObject({
    reason: 'the box has ends that are not finite, or holds no input',
  });
});

it('splits a deeper network until all classes but one are refuted', async () => {
  const net = plainDense([4, 10, 10, 3], 11);
  const region = rigorousBox(randomFloats(4, 6).map(Math.abs), 0.3);
  const rows = marginSpec(2, 3);
  const bounds = rigorousBounds(net, region, rows, { method: 'crown-crown' });
  // out of a backward pass's reach by 0.05
  const unsafe = unsafeRows({ ...rows, d: bounds.map((bound) => 0.05 - bound) });
  const { proof, leaves } = await confirmedBoxTree(net, region, unsafe, undefined, { leaves: 3000 });
  expect(leaves.proof).toBeGreaterThan(1);
  expect(proof).toBeDefined();
});

it('combines rows by the least greatest value of their lines', () => {
  const line = { lower: Float64Array.of(0), upper: Float64Array.of(1) };
  // x - 0.6 and 0.4 - 2 x: at 2 to 1 it is 2/3 (0.4 - 1.2) / ... = -0.8 / 3 everywhere
  const [a, b] = combine(line, { bounds: Float64Array.of(0.4, 0.4), coefficients: Float64Array.of(1, -2) });
  expect(a! / b!).toBeCloseTo(2, 0);
});
