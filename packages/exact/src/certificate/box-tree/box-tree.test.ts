import { plainChain, plainTensor } from '@ibp/testing';
import type { Property } from '../../property/property';
import type { CertificateProof, PartProof } from '../proof-schema';
import { certificateOf, check, verified } from '../testing';
import { type BoxTree, boxTreeOf } from './box-tree';
import { confirmedBoxTree } from './confirm';
import { boxTreeIn, boxTreeProof } from './pack';
import { about, checked, cutAt0, cutTwice, proofBy } from './testing';

const list = (...values: number[]) => Float64Array.from(values);
const nodes = (...values: number[]) => Uint32Array.from(values);

describe('confirms in exact arithmetic', () => {
  it('leaves where a row is below 0', async () => {
    expect(await checked(boxTreeProof(boxTreeOf(cutTwice), about))).toMatchObject({ status: 'confirmed' });
  });

  it('a leaf where no row is, but their sum', async () => {
    expect(await checked(proofBy({}))).toMatchObject({ status: 'confirmed' });
    const rows = proofBy({ nodes: nodes(2, 0, 0), multipliers: list() });
    expect(await checked(rows)).toMatchObject({
      status: 'not confirmable',
      reason: expect.stringMatching(/^leaf 1, conjunction 0: the proof gives 0\.4/),
    });
  });

  it('a leaf with a proof of its own: the sum of rows without a cut, by the line that is |x| where x is above 0', async () => {
    const slopes = [{ node: 2, units: [0], below: [1] }];
    const crown: PartProof = {
      ...{ kind: 'crown', conjunctions: [0], intermediate: 'ibp' },
      ...{ slopes, multipliers: [[1, 1]] },
    };
    expect(await checked(crown)).toMatchObject({ status: 'confirmed' });
    const own = [{ leaf: 1, proofs: [crown] }];
    const tree = { nodes: nodes(2, 0, 0), multipliers: list(), own };
    expect(await checked(proofBy(tree))).toMatchObject({ status: 'confirmed' });
  });

  it('leaves of splits where a sum of rows is below 0', async () => {
    const side = (active: boolean) =>
      [{ node: 1, unit: 0, side: active ? ('active' as const) : ('inactive' as const) }] as const;
    const leaves = [
      { splits: [...side(true)], multipliers: [[1, 1]] },
      { splits: [...side(false)], multipliers: [[1, 1]], betas: [2] }, // 2 x - 0.1, less 2 x
    ];
    const tree = { kind: 'tree' as const, conjunctions: [0], intermediate: 'ibp' as const, leaves };
    expect(await checked(tree)).toMatchObject({ status: 'confirmed' });
    const without = { ...tree, leaves: leaves.map(({ splits }) => ({ splits })) };
    expect(await checked(without)).toMatchObject({ status: 'not confirmable' });
  });
});

describe('rejects', () => {
  it.each<[string, Partial<BoxTree>, string]>([
    ['a leaf left out', { nodes: nodes(2, 0), multipliers: list() }, '1 halves have no leaf'],
    ['no nodes at all', { nodes: nodes(), at: list(), multipliers: list() }, '1 halves have no leaf'],
    ['a leaf too many', { nodes: nodes(2, 0, 1, 0) }, 'node 3 is beyond the last leaf'],
    ['a cut too few', { at: list() }, 'expected 1 cuts, got 0'],
    ['a cut too many', { at: list(0, 0) }, 'expected 1 cuts, got 2'],
    ['a cut outside the box', { at: list(2) }, 'a cut of feature 0 at 2 is outside [-1, 1]'],
    ['a cut at an end', { at: list(-1) }, 'a cut of feature 0 at -1 is outside [-1, 1]'],
    [
      'a cut outside its part',
      { nodes: nodes(2, 2, 0, 0, 1), at: list(0, 0.5) },
      'a cut of feature 0 at 0.5 is outside [-1, 0]',
    ],
    ['a cut that is no number', { at: list(Number.NaN) }, 'a cut of feature 0 at NaN is outside [-1, 1]'],
    ['a cut at infinity', { at: list(Infinity) }, 'a cut of feature 0 at Infinity is outside [-1, 1]'],
    ['a cut of another feature', { nodes: nodes(3, 0, 1) }, 'expected features below 1, got 1'],
    ['a multiplier below 0', { multipliers: list(1, -1) }, 'expected multipliers >= 0, got -1'],
    ['a multiplier that is none', { multipliers: list(Number.NaN, 1) }, 'expected multipliers >= 0, got NaN'],
    ['an infinite multiplier', { multipliers: list(1, Infinity) }, 'expected multipliers >= 0, got Infinity'],
    ['a multiplier too few', { multipliers: list(1) }, 'expected 1 x 2 multipliers, got 1'],
    [
      'proofs of leaves that are not there',
      { own: [{ leaf: 2, proofs: [] }] },
      'expected leaves below 2, got 2',
    ],
    ['a leaf without its proofs', { own: [{ leaf: 0, proofs: [] }] }, 'leaf 0: no proof for conjunction 0'],
    [
      'proofs of a leaf twice',
      { own: [0, 0].map((leaf) => ({ leaf, proofs: [] })) },
      'leaf 0 has proofs of its own twice',
    ],
    [
      'a proof of another box for a leaf',
      { own: [{ leaf: 0, proofs: [{ kind: 'ibp', conjunctions: [0], box: 0 }] }] },
      'leaf 0: a proof of its own is of no other box',
    ],
    [
      'proofs of a leaf that are none',
      { own: [{ leaf: 0, proofs: [{ kind: 'ibp', conjunctions: [0], multipliers: [[1]] }] }] },
      'leaf 0: expected a multiplier for each of 2 rows, got 1',
    ],
  ])('%s', async (_, change, reason) => {
    expect(await checked(proofBy(change))).toMatchObject({ status: 'rejected', reason });
  });

  it('lists that are no numbers, and conjunctions that are missing', async () => {
    const proof = boxTreeProof(cutAt0, about);
    expect(await checked({ ...proof, at: { float64: '?' } })).toMatchObject({
      status: 'rejected',
      reason: 'its cuts are no list of numbers',
    });
    expect(await checked({ ...proof, conjunctions: [1] })).toMatchObject({ status: 'rejected' });
    expect(await checked()).toMatchObject({ status: 'rejected', reason: 'no proof for conjunction 0' });
    expect(await checked(proof, proof)).toMatchObject({
      status: 'rejected',
      reason: expect.stringContaining('twice'),
    });
  });

  it('multipliers that do not fit the rows', async () => {
    const crown = { kind: 'crown' as const, ...about, conjunctions: [0] };
    expect(await checked({ ...crown, multipliers: [[1]] })).toMatchObject({
      status: 'rejected',
      reason: 'expected a multiplier for each of 2 rows, got 1',
    });
    expect(await checked({ ...crown, multipliers: [[1, 1], [1]] })).toMatchObject({
      status: 'rejected',
      reason: 'expected multipliers for each conjunction, or none',
    });
  });
});

describe('does not take on', () => {
  it('more leaves than the limit', async () => {
    const chain = Uint32Array.from({ length: 200_003 }, (_, i) => (i < 100_001 ? 2 : 0));
    expect(await checked(proofBy({ nodes: chain }))).toMatchObject({
      status: 'not confirmable',
      reason: '100002 leaves are more than the 100000 that are checked',
    });
  });

  it('depth is no recursion: a chain of 300 cuts', async () => {
    const depth = 300;
    const tree = {
      nodes: Uint32Array.from({ length: 2 * depth + 1 }, (_, i) => (i < depth ? 2 : 0)),
      at: Float64Array.from({ length: depth }, (_, i) => 2 ** -(i + 1)),
      multipliers: list(),
    };
    expect(await checked(proofBy(tree))).toMatchObject({
      status: 'not confirmable', // [0.25, 0.5], of [-1, 2^-300] up to [0.5, 1]
      reason: expect.stringMatching(/^leaf 299, /),
    });
  });
});

it('a tree of a search, in any order, is one in preorder, and is read back', () => {
  const tree = boxTreeOf([
    { feature: 1, at: 0.5, lower: 2, upper: 1 },
    {},
    { feature: 300, at: 0.1, lower: 4, upper: 3 },
    { multipliers: [1, 2] },
    { proofs: [{ kind: 'ibp', conjunctions: [0] }] },
  ]);
  expect([...tree.nodes]).toEqual([3, 302, 0, 1, 0]);
  expect([...tree.at]).toEqual([0.5, 0.1]);
  expect([...tree.multipliers]).toEqual([1, 2]);
  expect(tree.own).toEqual([{ leaf: 0, proofs: [{ kind: 'ibp', conjunctions: [0] }] }]);
  expect(boxTreeIn(boxTreeProof(tree, about))).toEqual(tree);
  expect(Object.keys(boxTreeProof(cutAt0, about).nodes)).toEqual(['uint8']);
  expect(Object.keys(boxTreeProof({ ...cutAt0, nodes: nodes(70_000) }, about).nodes)).toEqual(['uint32']);
});

it('nodes that are no tree are an error', () => {
  const loop = { feature: 0, at: 0, lower: 0, upper: 0 };
  expect(() => boxTreeOf([loop])).toThrow('boxTreeOf: expected a tree, got a node that comes twice');
  expect(() => boxTreeOf([])).toThrow('boxTreeOf: expected nodes below 0, got 0');
});

describe('of the simplified network', () => {
  /** The least of both inputs, as `(a + b - |a - b|) / 2` in four units, less 1/4. */
  const least = plainChain(
    [2],
    ['dense', { kernel: plainTensor([2, 4], [1, -1, 1, -1, 1, -1, -1, 1]) }],
    ['relu', {}],
    ['dense', { kernel: plainTensor([4, 1], [0.5, -0.5, -0.5, -0.5]), bias: plainTensor([1], [-0.25]) }],
  );
  /** At most 0.3 - 0.25 where the second input is that: by one unit, and not by four. */
  const boxes = [{ lower: list(-1, -0.3), upper: list(2, 0.3) }];
  const below = (most: number): Property => ({ boxes, unsafe: [{ c: list(1), d: list(-most) }] });
  const proof = { ...boxTreeProof(boxTreeOf([{}]), about), form: 'simplified' } as const;
  const found = async (given: CertificateProof, most: number) =>
    check(await certificateOf(below(most), verified(given), least), below(most), least);

  it('confirms what holds by its bounds alone, and nothing that does not', async () => {
    expect(await found(proof, 0.06)).toMatchObject({ status: 'confirmed' });
    const { form: _, ...written } = proof;
    expect(await found(written, 0.06)).toMatchObject({ status: 'not confirmable' });
    expect(await found(proof, 0.04)).toMatchObject({ status: 'not confirmable' });
  });

  it('is what a tree is confirmed by', async () => {
    const { leaves, proof: own } = await confirmedBoxTree(least, boxes[0]!, below(0.06).unsafe);
    expect([leaves.proof, own?.form]).toEqual([1, 'simplified']);
  });

  it('has its own nodes in proofs of leaves: others are rejected, none is believed', async () => {
    const crown = (node: number, unit: number): CertificateProof => ({
      ...proof,
      own: [
        {
          leaf: 0,
          proofs: [
            {
              kind: 'crown',
              conjunctions: [0],
              intermediate: 'ibp',
              slopes: [{ node, units: [unit], below: [1] }],
            },
          ],
        },
      ],
    });
    expect(await found(crown(2, 0), 0.06)).toMatchObject({ status: 'confirmed' });
    // the written network has a unit 3 of that node, the simplified one has not
    expect(await found(crown(2, 3), 0.06)).toMatchObject({ status: 'rejected' });
  });

  it('is the network itself where there is nothing to simplify', async () => {
    expect(await checked({ ...boxTreeProof(boxTreeOf(cutTwice), about), form: 'simplified' })).toMatchObject({
      status: 'confirmed',
    });
  });
});
