import * as tf from '@tensorflow/tfjs-core';
import '../../cpu';
import { deviceErrors } from '../../webgpu-device';
import { runKernel, stockKernel } from '../patch';
import { expectClose, isClose, runOn, seeded, type Values } from '../testing';

type Case = [what: string, kernelName: string, inputs: Record<string, Values>, attrs: object];

const ints = (shape: number[], seed: number): Values => ({
  ...seeded(shape, seed),
  values: seeded(shape, seed).values.map((v) => Math.round(v * 9)),
  dtype: 'int32',
});
const bools = (shape: number[], seed: number): Values => ({
  ...seeded(shape, seed),
  values: seeded(shape, seed).values.map((v) => (v > 0 ? 1 : 0)),
  dtype: 'bool',
});

const five = [2, 3, 2, 2, 4];
const seven = [2, 2, 2, 2, 2, 2, 3];
const borders = five.map((_, axis) => [axis % 2, 1]);
const segmentIds: Values = { shape: [6], values: [0, 1, 5, 1, -1, 2], dtype: 'int32' };

/** What the backend's own kernels get wrong, or refuse. */
const repaired: Case[] = [
  ['a broadcast of five axes', 'Multiply', { a: seeded(five, 1), b: seeded([4], 2) }, {}],
  ['a broadcast of seven', 'Sub', { a: seeded(seven, 1), b: seeded([2, 1, 2, 1, 2, 1, 3], 2) }, {}],
  ['a comparison of five axes', 'Less', { a: seeded(five, 1), b: seeded([4], 2) }, {}],
  ['prelu of five axes', 'Prelu', { x: seeded(five, 1), alpha: seeded([4], 2) }, {}],
  ['relu of seven', 'Relu', { x: seeded(seven, 1) }, {}],
  ['a cast of seven', 'Cast', { x: seeded(seven, 1) }, { dtype: 'bool' }],
  ['a transpose of int32', 'Transpose', { x: ints([2, 3, 4], 1) }, { perm: [2, 0, 1] }],
  ['a transpose of bool', 'Transpose', { x: bools([2, 3, 4], 1) }, { perm: [2, 0, 1] }],
  ['a transpose of seven axes', 'Transpose', { x: seeded(seven, 1) }, { perm: [6, 0, 3, 1, 5, 2, 4] }],
  ['a border of five axes', 'PadV2', { x: seeded(five, 1) }, { paddings: borders, constantValue: 3 }],
  ['a reverse of five', 'Reverse', { x: seeded(five, 1) }, { dims: [0, 3, 4] }],
  [
    'a slice of seven',
    'Slice',
    { x: seeded(seven, 1) },
    { begin: [0, 1, 0, 0, 1, 0, 1], size: [-1, 1, 2, 1, 1, 2, 2] },
  ],
  ['a choice of five', 'Select', { condition: bools(five, 1), t: seeded(five, 2), e: seeded(five, 3) }, {}],
  ['a sum of int32 over leading axes', 'Sum', { x: ints([3, 2, 4], 1) }, { axis: [0, 1], keepDims: true }],
  ['the greatest of int32', 'Max', { x: ints([3, 2, 4], 1) }, { reductionIndices: [0], keepDims: false }],
  ['a sum of seven axes', 'Sum', { x: seeded(seven, 1) }, { axis: [0, 4], keepDims: false }],
  ['a sum of nothing', 'Sum', { x: seeded([0, 3], 1) }, { axis: [0], keepDims: false }],
  ['the place of the greatest of one axis', 'ArgMax', { x: seeded([7], 1) }, { axis: 0 }],
  ['segments out of range', 'UnsortedSegmentSum', { x: seeded([6, 3], 1), segmentIds }, { numSegments: 4 }],
  ['segments of int32', 'UnsortedSegmentSum', { x: ints([6, 3], 1), segmentIds }, { numSegments: 4 }],
  [
    'a product with nothing to add up',
    'BatchMatMul',
    { a: seeded([2, 3, 0], 1), b: seeded([2, 0, 4], 1) },
    { transposeA: false, transposeB: false },
  ],
];

/** Nothing that the tests have the device refuse is to be held against what comes after. */
const forgive = () => {
  deviceErrors(tf.backend()).length = 0;
};

/** The cpu backend's own takes the last axis alone. */
const ofMiddle = (count: number) => ({ x: seeded([2, 3, count], count) });

describe('on webgpu', () => {
  beforeAll(() => {
    tf.env().set('WEBGPU_CPU_FORWARD', false); // small tensors would be computed on the processor
  });

  it.each(repaired)("%s agrees with the cpu backend's own", async (_, kernelName, inputs, attrs) => {
    const expected = await runOn('cpu', kernelName, inputs, attrs, true);
    expectClose(await runOn('webgpu', kernelName, inputs, attrs), expected);
  });

  it.each(repaired)("%s needs this: the backend's own fails", async (_, kernelName, inputs, attrs) => {
    const expected = await runOn('cpu', kernelName, inputs, attrs, true);
    const isRight = await runOn('webgpu', kernelName, inputs, attrs, true).then(
      (own) => isClose(own, expected),
      () => false,
    );
    forgive();
    expect(isRight).toBe(false);
  });

  it('a tile of five axes needs this in Node: the own one reads them back to the processor', async () => {
    const inputs = { x: seeded(five, 1) };
    const attrs = { reps: [1, 2, 1, 3, 2] };
    const read = jest.spyOn(tf.backend(), 'readSync');
    const tiled = () => tf.tidy(() => tf.tile(tf.addN([tf.ones(five), tf.ones(five)]), attrs.reps).shape);
    expect(tiled()).toEqual([2, 6, 2, 6, 8]);
    expect(read).not.toHaveBeenCalled();
    read.mockRestore();
    const expected = await runOn('cpu', 'Tile', inputs, attrs, true);
    expectClose(await runOn('webgpu', 'Tile', inputs, attrs), expected);
  });

  it('what was int32 or bool is stored as float32 where it became that', () => {
    const x = tf.cast(tf.tensor([0, 1, 2, 3, 4, 5], [1, 2, 3], 'int32'), 'float32');
    expect([...tf.transpose(x, [2, 0, 1]).dataSync()]).toEqual([0, 3, 1, 4, 2, 5]);
  });

  it('exp is right to 8 units in the last place, and the own one needs it', async () => {
    const { values } = seeded([4000], 1);
    const x = { shape: [4000], values: values.map((v) => Math.fround(v * 87)) };
    const [ours, own] = [
      await runOn('webgpu', 'Exp', { x }, {}),
      await runOn('webgpu', 'Exp', { x }, {}, true),
    ];
    const worst = (computed: Values) =>
      Math.max(...computed.values.map((v, i) => Math.abs(v / Math.exp(x.values[i]!) - 1))) / 2 ** -23;
    expect(worst(ours)).toBeLessThan(8);
    expect(worst(own)).toBeGreaterThan(8);
    const ends = { shape: [6], values: [Number.NaN, 1 / 0, -1 / 0, 200, -200, 0] };
    expect((await runOn('webgpu', 'Exp', { x: ends }, {})).values).toEqual([
      Number.NaN,
      1 / 0,
      0,
      1 / 0,
      0,
      1,
    ]);
  });

  it('sums up to each number are those of this length, whatever was asked before', async () => {
    const attrs = { axis: 1, exclusive: false, reverse: true };
    const ofLength = (count: number) => ({ x: seeded([2, count, 3], count) });
    const own = (count: number): tf.Tensor =>
      runKernel(stockKernel('Cumsum', 'webgpu')!.kernelFunc, { x: tf.ones([2, count]) }, attrs);
    expect([...own(3).dataSync()]).toEqual([3, 2, 1, 3, 2, 1]);
    expect([...own(6).dataSync()].slice(0, 6)).not.toEqual([6, 5, 4, 3, 2, 1]);
    for (const kernelName of ['Cumsum', 'Cumprod']) {
      for (const exclusive of [false, true]) {
        for (const [count, reverse] of [
          [2, true],
          [5, true],
          [9, true],
          [33, false],
        ] as const) {
          const asked = { axis: 1, exclusive, reverse };
          const right = await runOn('cpu', kernelName, ofMiddle(count), { ...asked, axis: 2 }, true);
          expectClose(await runOn('webgpu', kernelName, ofMiddle(count), { ...asked, axis: 2 }), right);
          expect((await runOn('webgpu', kernelName, ofLength(count), asked)).shape).toEqual([2, count, 3]);
        }
      }
    }
  });

  it.each([7, 8, 9, 15, 40])('a sum of %d tensors is that of all of them', (count) => {
    const tensors = Array.from({ length: count }, (_, i) => tf.fill([2, 1], i + 1));
    expect([...tf.addN(tensors).dataSync()]).toEqual([0, 0].map(() => (count * (count + 1)) / 2));
  });

  it('leaves one tensor behind for a sum of many', () => {
    const tensors = Array.from({ length: 20 }, () => tf.ones([2]));
    const before = tf.backend().numDataIds();
    tf.addN(tensors);
    expect(tf.backend().numDataIds()).toBe(before + 1);
  });
});
