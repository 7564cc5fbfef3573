import type { PlainNetwork } from '@ibp/core';
import {
  confirmedBoxTree,
  confirmedProofs,
  confirmedTree,
  enclose,
  exactBackward,
  type Property,
} from '@ibp/exact';
import { highsWasm } from '@ibp/exact/highs';
import { plainDense, randomBox } from '@ibp/testing';
import { checkAptp } from './check-aptp';
import { type Aptp, parseAptp } from './parse-aptp';
import { writeAptp } from './write-aptp';

const solver = highsWasm({ threads: 1 });
afterAll(() => solver.close());

// |x| by the relus N_1 of x and N_2 of -x, over [-1, 1]: z = (|x|, 0)
const tensor = (shape: number[], ...data: number[]) => ({ shape, data: Float32Array.from(data) });
const magnitude: PlainNetwork = {
  nodes: [
    { op: 'input', name: 'x', inputs: [], shape: [1], params: {} },
    { op: 'dense', name: 'a', inputs: [0], shape: [2], params: { kernel: tensor([1, 2], 1, -1) } },
    { op: 'relu', name: 'b', inputs: [1], shape: [2], params: {} },
    { op: 'dense', name: 'c', inputs: [2], shape: [2], params: { kernel: tensor([2, 2], 1, 0, 1, 0) } },
  ],
};
const below = (most: string, leaves: string) =>
  parseAptp(`(declare-const X_0 Real) (declare-const Y_0 Real) (declare-const Y_1 Real)
    (declare-pwl N_1 N_2 ReLU) (assert (>= X_0 -1.0)) (assert (<= X_0 1.0))
    (assert (>= Y_0 ${most})) ${leaves && `(assert (or ${leaves}))`}`);
const bothSigns = '(and (< N_1 0)) (and (>= N_1 0))';

it('confirms by hand: |x| < 1.1 over [-1, 1]', async () => {
  const found = await checkAptp(magnitude, below('1.1', bothSigns));
  expect(found).toMatchObject({ status: 'confirmed', leaves: { given: 2, held: 2, proof: 2 } });
  const [{ property, proofs }] = found.shown as [(typeof found.shown)[number]];
  const about = { box: property.boxes[0]!, unsafe: property.unsafe };
  expect(confirmedProofs(proofs, magnitude, about)).toEqual(proofs);
});

it('rejects a tree with a part that no leaf is for, and names it', async () => {
  const found = await checkAptp(magnitude, below('1.1', '(and (< N_1 0)) (and (>= N_1 0) (< N_2 0))'));
  expect(found).toMatchObject({ status: 'rejected', reason: 'no leaf for N_1 >= 0, N_2 >= 0', shown: [] });
  const boxes = parseAptp(`(declare-const X_0 Real) (declare-const Y_0 Real) (declare-const Y_1 Real)
    (assert (>= Y_0 1.1)) (assert (or (and (>= X_0 -1.0) (<= X_0 0.0)) (and (>= X_0 0.5) (<= X_0 1.0))))`);
  const asked = below('1.1', '').properties;
  expect(await checkAptp(magnitude, boxes, { asked })).toMatchObject({
    status: 'rejected',
    reason: 'no leaf for a part of -1 to 0.5',
  });
});

it('confirms nothing that is not so', async () => {
  // |x| reaches 1
  expect(await checkAptp(magnitude, below('0.9', bothSigns), { solver })).toMatchObject({
    status: 'not confirmable',
    shown: [],
  });
  expect(await checkAptp(magnitude, below('1.0', bothSigns), { solver })).toMatchObject({
    status: 'not confirmable',
  });
  // what is asked counts, not what the file states
  const asked = below('0.9', '').properties;
  expect(await checkAptp(magnitude, below('1.1', bothSigns), { asked })).toMatchObject({
    status: 'not confirmable',
  });
  expect(await checkAptp(magnitude, { properties: [], units: 0 })).toMatchObject({ status: 'rejected' });
  expect(await checkAptp(magnitude, { ...below('1.1', ''), units: 3 })).toMatchObject({ status: 'rejected' });
});

it('refuses what is of another network, and keeps to limits', async () => {
  const other = plainDense([3, 2], 1);
  await expect(checkAptp(other, below('1.1', bothSigns))).rejects.toThrow('checkAptp');
  expect(await checkAptp(magnitude, below('1.1', bothSigns), { budget: 0 })).toMatchObject({
    reason: 'out of time',
  });
});

describe('what it writes', () => {
  const network = plainDense([4, 12, 12, 3], 25);
  const box = randomBox(network, 3, 0.5, true);
  const c = Float64Array.of(-1, 1, 0);
  const [most] = exactBackward(network, enclose(network, box), { c, d: Float64Array.of(0) }) as unknown as [
    number,
  ];
  // as APTP compares: Y_1 - Y_0 is no comparison with a number, so the output is moved by a bias
  const moved = (by: number): PlainNetwork => {
    const shift = { scale: tensor([3], 1, 1, 1), shift: tensor([3], 0, -by, 0) };
    const inputs = [network.nodes.length - 1];
    return { nodes: [...network.nodes, { op: 'affine', name: 'moved', inputs, shape: [3], params: shift }] };
  };
  const property: Property = { boxes: [box], unsafe: [{ c, d: Float64Array.of(0) }] };
  const again = async (net: PlainNetwork, given: Aptp) => {
    const found = await checkAptp(net, given, { solver, budget: 60 });
    const [shown] = found.shown;
    const about = shown && { box: shown.property.boxes[0]!, unsafe: shown.property.unsafe };
    return { found, held: shown ? confirmedProofs(shown.proofs, net, about!).length : 0 };
  };

  it('is read as it was, and confirmed: splits of units', async () => {
    const net = moved(0.45 * most);
    const whole = {
      kind: 'tree' as const,
      conjunctions: [0],
      intermediate: 'crown' as const,
      leaves: [{ splits: [] }],
    };
    const { proof } = await confirmedTree(net, whole, { box, unsafe: property.unsafe });
    const text = writeAptp(net, property, proof!);
    const given = parseAptp(text);
    expect(given.units).toBe(24);
    expect(given.patterns).toHaveLength((proof as { leaves: unknown[] }).leaves.length);
    expect(given.patterns!.length).toBeGreaterThan(2);
    expect(given.properties).toEqual([property]);
    const { found, held } = await again(net, given);
    expect(found).toMatchObject({ status: 'confirmed' });
    expect(found.leaves.proof).toBe(given.patterns!.length);
    expect(held).toBe(1);
    // any order of leaves and signs
    const mixed = { ...given, patterns: given.patterns!.toReversed().map((pattern) => pattern.toReversed()) };
    expect((await again(net, mixed)).found.status).toBe('confirmed');
    const short = { ...given, patterns: given.patterns!.slice(1) };
    expect((await again(net, short)).found.status).toBe('rejected');
  });

  it('is read as it was, and confirmed: cuts of inputs', async () => {
    const net = moved(0.6 * most);
    const { proof } = await confirmedBoxTree(net, box, property.unsafe);
    const given = parseAptp(writeAptp(net, property, proof!));
    expect(given.patterns).toBeUndefined();
    const found = await checkAptp(net, given, { asked: [property] });
    expect(found).toMatchObject({ status: 'confirmed', leaves: { given: given.properties.length } });
    expect(found.leaves.held).toBe(given.properties.length);
  });

  it('has a tree of two leaves where a proof has no splits', () => {
    const text = writeAptp(network, property, { kind: 'crown', conjunctions: [0], intermediate: 'ibp' });
    expect(parseAptp(text).patterns).toEqual([[1], [-1]]);
  });

  it.each<[string, Property, Parameters<typeof writeAptp>[2], string]>([
    [
      'rows with other factors',
      { boxes: [box], unsafe: [{ c: Float64Array.of(-1, 2, 0), d: Float64Array.of(0) }] },
      { kind: 'ibp', conjunctions: [0] },
      'row 0 does not',
    ],
    [
      'two conjunctions',
      { boxes: [box], unsafe: [...property.unsafe, ...property.unsafe] },
      { kind: 'ibp', conjunctions: [0] },
      'one conjunction',
    ],
    ['what says nothing of parts', property, { kind: 'sdp', conjunctions: [0] }, 'got one of the kind sdp'],
    [
      'splits that are of no sign',
      property,
      {
        kind: 'tree',
        conjunctions: [0],
        intermediate: 'ibp',
        leaves: ['active', 'inactive'].map((side) => ({
          splits: [{ node: 1, unit: 0, side: side as 'active', at: 0.5 }],
        })),
      },
      'got unit 0 of node 1 at 0.5',
    ],
  ])('refuses %s', (_, about, proof, message) => {
    expect(() => writeAptp(network, about, proof)).toThrow(message);
  });
});
