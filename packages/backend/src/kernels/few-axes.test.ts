import '../cpu';
import '../wasm';
import { joinAxes } from './few-axes';
import { expectClose, runOn, seeded } from './testing';

describe('seven axes and more on wasm', () => {
  const ones = [2, 1, 2, 3, 2, 1, 2];
  it.each([
    ['alike', ones, ones],
    ['one broadcast, one with fewer axes', ones, [1, 3, 2, 2, 2]],
    ['both broadcast, one axis after the other', [1, 2, 1, 2, 1, 2, 1, 2], [2, 1, 2, 1, 2, 1, 2, 1]],
    ['with a number', ones, []],
    ['with none of an axis', [0, ...ones], ones],
  ])('%s, agree with the cpu backend', async (_, a, b) => {
    const inputs = { a: seeded([...a], 1), b: seeded([...b], 2) };
    for (const name of ['Add', 'Sub', 'Multiply', 'RealDiv', 'SquaredDifference', 'Maximum', 'Less']) {
      expectClose(await runOn('wasm', name, inputs, {}), await runOn('cpu', name, inputs, {}, true));
    }
  });

  it.each([3, Number.NaN])('agree with the cpu backend in a border of %d', async (constantValue) => {
    const paddings = [
      [1, 0],
      [0, 1],
      [0, 0],
      [2, 1],
      [0, 0],
      [0, 0],
      [1, 1],
    ];
    const inputs = { x: seeded(ones, 3) };
    const attrs = { paddings, constantValue };
    const [own, theirs] = [
      await runOn('wasm', 'PadV2', inputs, attrs),
      await runOn('cpu', 'PadV2', inputs, attrs, true),
    ];
    expect(own).toEqual(theirs);
  });

  it('agree in what is made of other kernels', async () => {
    const inputs = { x: seeded(ones, 4) };
    for (const [name, attrs] of [
      ['Transpose', { perm: [6, 0, 3, 1, 5, 2, 4] }],
      ['Tile', { reps: [1, 2, 1, 2, 1, 1, 2] }],
      ['Slice', { begin: [0, 0, 1, 1, 0, 0, 1], size: [1, 1, 1, 2, 2, 1, 1] }],
      ['Sum', { axis: [0, 3, 6], keepDims: false }],
      ['Max', { reductionIndices: [2, 4], keepDims: true }],
    ] as const) {
      expectClose(await runOn('wasm', name, inputs, attrs), await runOn('cpu', name, inputs, attrs, true));
    }
  });

  it("need this: the backend's own kernels fail", async () => {
    const inputs = { a: seeded(ones, 1), b: seeded(ones, 2) };
    await expect(runOn('wasm', 'Add', inputs, {}, true)).rejects.toThrow('XNN status');
    const paddings = ones.map(() => [0, 1]);
    await expect(
      runOn('wasm', 'PadV2', { x: seeded(ones, 3) }, { paddings, constantValue: 0 }, true),
    ).rejects.toThrow('XNN status');
  });
});

it('axes that broadcast alike are joined', () => {
  expect(joinAxes([2, 3, 4], [2, 3, 4])).toEqual({ a: [24], b: [24] });
  expect(joinAxes([2, 1, 3, 1, 4], [3, 1, 1])).toEqual({ a: [2, 3, 4], b: [1, 3, 1] });
  expect(joinAxes([1, 1], [1])).toEqual({ a: [], b: [] });
  expect(joinAxes([0, 2], [1, 2])).toEqual({ a: [0, 2], b: [1, 2] });
});
