import { assertInputs, assertRange, type InputRange } from './range';

const { POSITIVE_INFINITY: infinity, NaN: nan } = Number;

describe('assertRange', () => {
  it.each<InputRange>([
    [0, 1],
    [-infinity, infinity],
    [
      [0, -infinity, 5],
      [1, 3, 5],
    ],
    [-infinity, Float64Array.of(1, 2, infinity)],
  ])('takes [%p, %p]', (least, greatest) => {
    assertRange('test', [least, greatest], [3]);
  });

  it.each<[InputRange, string]>([
    [[1, 1], 'test: expected a range [least, greatest], got [1,1]'],
    [[0, nan], 'test: expected a range [least, greatest], got [0,NaN]'],
    [[-infinity, -infinity], 'got [-Infinity,-Infinity]'],
    [[0, [1, -1, 1]], 'test: expected a range [least, greatest], got [0,-1] for feature 1'],
    [[[0, 0, nan], 1], 'got [NaN,1] for feature 2'],
    [[[infinity, 0, 0], infinity], 'got [Infinity,Infinity] for feature 0'],
    [
      [[0, 0], 1],
      'test: expected one least valid value or 3 for the features of an input of shape [3], got 2',
    ],
    [
      [0, [1, 1, 1, 1]],
      'expected one greatest valid value or 3 for the features of an input of shape [3], got 4',
    ],
  ])('refuses %p', (range, message) => {
    expect(() => assertRange('test', range, [3])).toThrow(message);
  });
});

describe('assertInputs', () => {
  it('names the example, the feature, its value and its range', () => {
    const range = [
      [0, -infinity, 18],
      [1, infinity, 99],
    ] as const;
    const rows = [0.5, -1e6, 20, 1, 3e9, 99];
    assertInputs('test', rows, [3], range);
    expect(() => assertInputs('test', [...rows, 0, 0, 12], [3], range, 100)).toThrow(
      'test: expected inputs in [18, 99], got 12 in example 102, feature 2; scale the inputs, or give the range that is ' +
        'valid for them',
    );
  });

  it('gives the place in an image', () => {
    const image = new Float32Array(2 * 3 * 2);
    image[7] = 255;
    expect(() => assertInputs('test', image, [2, 3, 2])).toThrow(
      'in [0, 1], got 255 in example 0, feature [1,0,1];',
    );
  });

  it('takes the ends as float32 stores them, and nothing beyond', () => {
    const stored = Float32Array.of(0.3, 0.7);
    assertInputs('test', stored, [2], [0.3, 0.7]);
    expect(() => assertInputs('test', [0.70000005], [1], [0.3, 0.7])).toThrow('got 0.70000005');
  });

  it.each([nan, infinity, -infinity])('refuses %p in any range', (value) => {
    expect(() => assertInputs('test', [value], [1], [-infinity, infinity])).toThrow(
      `test: expected inputs in [-Infinity, Infinity], got ${value} in example 0, feature 0`,
    );
  });
});
