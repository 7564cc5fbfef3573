import type { AffineMap } from '../affine-map';
import { mixing } from '../mixing';
import { type Shape, sizeOf } from '../shape';
import { type OpName, opNames, vocabulary } from './table';

/** `[outputs][inputs]`, and the bias. */
function matrixOf(map: AffineMap): { matrix: number[][]; bias: number[] } {
  const [columns, weights] = [new Int32Array(map.maxTerms), new Float64Array(map.maxTerms)];
  const matrix = Array.from({ length: map.outputs }, (_, i) => {
    const row = Array<number>(map.inputs).fill(0);
    const terms = map.row(i, columns, weights);
    for (let k = 0; k < terms; k++) row[columns[k]!]! += weights[k]!;
    return row;
  });
  return { matrix, bias: matrix.map((_, i) => map.bias(i)) };
}

const tensor = (shape: Shape, ...data: number[]) => ({ shape, data: Float32Array.from(data) });

it('dense, over the last axis, by hand', () => {
  const params = { kernel: tensor([2, 1], 3, -1), bias: tensor([1], 5) };
  expect(matrixOf(vocabulary.dense.rows(params, [[2, 2]]))).toEqual({
    matrix: [
      [3, -1, 0, 0],
      [0, 0, 3, -1],
    ],
    bias: [5, 5],
  });
});

it('conv2d of two filters with padding, by hand', () => {
  const params = {
    kernel: tensor([1, 2, 1, 2], 1, 10, 2, 20),
    bias: tensor([2], 0, 7),
    strides: [1, 1] as const,
    padding: 'same' as const,
  };
  expect(matrixOf(vocabulary.conv2d.rows(params, [[1, 2, 1]]))).toEqual({
    matrix: [
      [1, 2],
      [10, 20],
      [0, 1],
      [0, 10],
    ],
    bias: [0, 7, 0, 7],
  });
});

it('depthwiseConv2d keeps channels apart, by hand', () => {
  const params = {
    kernel: tensor([1, 1, 2, 1], 2, 3),
    strides: [1, 1] as const,
    padding: 'valid' as const,
  };
  expect(matrixOf(vocabulary.depthwiseConv2d.rows(params, [[1, 1, 2]])).matrix).toEqual([
    [2, 0],
    [0, 3],
  ]);
});

it('conv2d gives each row the same, whichever was asked for before', () => {
  const kernel = tensor([3, 2, 2, 4], ...Array.from({ length: 48 }, (_, i) => i + 1));
  const params = { kernel, strides: [2, 1], padding: 'same' } as const;
  const rows = () => vocabulary.conv2d.rows(params, [[5, 4, 4]]);
  const { matrix } = matrixOf(rows());
  const map = rows();
  const [columns, weights] = [new Int32Array(map.maxTerms), new Float64Array(map.maxTerms)];
  for (const step of [-1, 7, 5]) {
    for (let k = 1; k <= map.outputs; k++) {
      const i = (((k * step) % map.outputs) + map.outputs) % map.outputs;
      const row = Array<number>(map.inputs).fill(0);
      const terms = map.row(i, columns, weights);
      for (let t = 0; t < terms; t++) row[columns[t]!]! += weights[t]!;
      expect(row).toEqual(matrix[i]);
    }
  }
});

it('conv2d of two groups sees the channels of each alone, by hand', () => {
  const params = { kernel: tensor([1, 1, 2, 2], 1, 2, 3, 4), strides: [1, 1], padding: 'valid' } as const;
  expect(matrixOf(vocabulary.conv2d.rows(params, [[1, 1, 4]])).matrix).toEqual([
    [1, 3, 0, 0],
    [0, 0, 2, 4],
  ]);
  const uneven = { ...params, kernel: tensor([1, 1, 2, 3], 1, 2, 3, 4, 5, 6) };
  expect(() => vocabulary.conv2d.outputShape([[1, 1, 4]], uneven)).toThrow('conv2d: expected input');
  expect(() => vocabulary.conv2d.outputShape([[1, 1, 3]], params)).toThrow('conv2d: expected input');
});

it('conv2dTranspose adds a window for each place of the input, by hand', () => {
  const params = { kernel: tensor([1, 3, 1, 1], 1, 2, 3), bias: tensor([1], 5), strides: [1, 2] } as const;
  expect(matrixOf(vocabulary.conv2dTranspose.rows(params, [[1, 2, 1]]))).toEqual({
    matrix: [
      [1, 0],
      [2, 0],
      [3, 1],
      [0, 2],
      [0, 3],
    ],
    bias: [5, 5, 5, 5, 5],
  });
  const wider = { ...params, outputPadding: [0, 1] as const };
  expect(matrixOf(vocabulary.conv2dTranspose.rows(wider, [[1, 2, 1]])).matrix[5]).toEqual([0, 0]);
  const widest = { ...params, outputPadding: [0, 2] as const };
  expect(() => vocabulary.conv2dTranspose.outputShape([[1, 2, 1]], widest)).toThrow(
    'outputPadding < strides',
  );
});

it('conv2dTranspose of two groups makes the filters of each of its own channels', () => {
  const params = { kernel: tensor([1, 1, 1, 4], 1, 2, 3, 4), strides: [1, 1], groups: 2 } as const;
  expect(matrixOf(vocabulary.conv2dTranspose.rows(params, [[1, 1, 4]])).matrix).toEqual([
    [1, 2, 0, 0],
    [0, 0, 3, 4],
  ]);
  const apart = { ...params, groups: 3 };
  expect(() => vocabulary.conv2dTranspose.outputShape([[1, 1, 4]], apart)).toThrow('in 3 groups');
});

it('matMul takes matrices that fit, one by one along the axes before', () => {
  const { outputShape } = vocabulary.matMul;
  expect(
    outputShape(
      [
        [2, 3, 4],
        [2, 4, 5],
      ],
      {},
    ),
  ).toEqual([2, 3, 5]);
  for (const shapes of [
    [
      [2, 3],
      [2, 3],
    ],
    [[3], [3, 2]],
    [
      [2, 3, 4],
      [1, 4, 5],
    ],
    [
      [2, 0],
      [0, 2],
    ],
  ]) {
    expect(() => outputShape(shapes, {})).toThrow('matMul: expected matrices');
  }
});

it('affine: one scale for all, one shift a channel', () => {
  const params = { scale: tensor([1], -2), shift: tensor([2], 1, 4) };
  expect(matrixOf(vocabulary.affine.rows(params, [[2]]))).toEqual({
    matrix: [
      [-2, 0],
      [0, -2],
    ],
    bias: [1, 4],
  });
});

it('subtract and concat take their inputs one after the other', () => {
  expect(matrixOf(vocabulary.subtract.rows({}, [[1], [1]])).matrix).toEqual([[1, -1]]);
  const twice = (shape: Shape) => [shape, shape];
  const below = vocabulary.concat.rows({ axis: 0 }, twice([1, 2]));
  expect(matrixOf(below).matrix.map((row) => row.indexOf(1))).toEqual([0, 1, 2, 3]);
  const beside = vocabulary.concat.rows({ axis: -1 }, twice([2, 1]));
  expect(matrixOf(beside).matrix.map((row) => row.indexOf(1))).toEqual([0, 2, 1, 3]);
});

it('pad has its constant as bias', () => {
  const { matrix, bias } = matrixOf(vocabulary.pad.rows({ paddings: [[1, 1]], value: 9 }, [[1]]));
  expect({ matrix, bias }).toEqual({ matrix: [[0], [1], [0]], bias: [9, 0, 9] });
});

it('gather takes units along one axis, in any order and again', () => {
  const rows = (axis: number, indices: number[]) =>
    matrixOf(vocabulary.gather.rows({ axis, indices }, [[2, 3]])).matrix.map((row) => row.indexOf(1));
  expect(rows(1, [2, 0])).toEqual([2, 0, 5, 3]);
  expect(rows(-2, [1, 1])).toEqual([3, 4, 5, 3, 4, 5]);
});

it('sum and mean are of the units along one axis, of which a size of 1 stays', () => {
  const rows = (op: 'sum' | 'mean', axis: number) => matrixOf(vocabulary[op].rows({ axis }, [[2, 3]])).matrix;
  expect(rows('sum', 0)).toEqual([
    [1, 0, 0, 1, 0, 0],
    [0, 1, 0, 0, 1, 0],
    [0, 0, 1, 0, 0, 1],
  ]);
  expect(rows('mean', -1)[1]).toEqual([0, 0, 0, 1 / 3, 1 / 3, 1 / 3]);
  expect(vocabulary.mean.outputShape([[2, 3]], { axis: -1 })).toEqual([2, 1]);
  expect(() => vocabulary.sum.outputShape([[2, 0]], { axis: 1 })).toThrow('sum: expected units along axis 1');
});

it('averagePool does not count what same pads', () => {
  const params = { size: [1, 2], strides: [1, 2], padding: 'same' } as const;
  expect(matrixOf(vocabulary.averagePool.rows(params, [[1, 3, 1]])).matrix).toEqual([
    [0.5, 0.5, 0],
    [0, 0, 1],
  ]);
});

it('max pools know the units of each window', () => {
  const units = new Int32Array(4);
  const { longest, units: of } = vocabulary.globalMaxPool.windows({}, [2, 2, 3]);
  expect([longest, of(1, units), ...units]).toEqual([4, 4, 1, 4, 7, 10]);
  const along = vocabulary.max.windows({ axis: 1 }, [2, 2, 3]);
  expect([along.longest, along.units(4, units), units[0], units[1]]).toEqual([2, 2, 7, 10]);
});

const shapes: { readonly [K in OpName]?: [params: object, ...inputs: Shape[]] } = {
  reshape: [{ shape: [3, 2] }, [2, 3]],
  transpose: [{ permutation: [1, 0] }, [2, 3]],
  broadcast: [{ shape: [2, 3] }, [3]],
  pad: [{ paddings: [[1, 2]] }, [3]],
  gather: [{ axis: -2, indices: [1, 1, 0, 1] }, [2, 2, 3]],
  sum: [{ axis: 1 }, [2, 3, 2]],
  averagePool: [{ size: [2, 2], strides: [1, 1], padding: 'valid' }, [3, 3, 2]],
  globalAveragePool: [{}, [3, 3, 2]],
  add: [{}, [4], [4]],
};

it.each(Object.entries(shapes))('%s has a row for each output of its shape', (op, [params, ...inputs]) => {
  const { outputShape, rows } = vocabulary[op as 'add'];
  const map = rows(params as never, inputs);
  expect(map.outputs).toBe(sizeOf(outputShape(inputs, params as never)));
  expect(map.inputs).toBe(inputs.reduce((sum, shape) => sum + sizeOf(shape), 0));
});

it('every op of one family has what the family promises', () => {
  for (const op of opNames) {
    const { family } = vocabulary[op];
    const linear = ['linear', 'add', 'subtract', 'concat'].includes(family);
    expect([op, 'rows' in vocabulary[op]]).toEqual([op, linear]);
    expect([op, 'value' in vocabulary[op]]).toEqual([op, family === 'elementwise']);
    expect([op, 'windows' in vocabulary[op]]).toEqual([op, family === 'pool']);
  }
});

describe('mixing', () => {
  it.each([
    ['affine', {}, 'unitwise'],
    ['pad', { paddings: [] }, 'unitwise'],
    ['broadcast', {}, 'mixed'],
    ['gather', { axis: 0, indices: [2, 0] }, 'unitwise'],
    ['gather', { axis: 0, indices: [2, 2] }, 'mixed'],
    ['averagePool', { size: [2, 1], strides: [2, 1] }, 'apart'],
    ['averagePool', { size: [2, 1], strides: [1, 1] }, 'mixed'],
    ['globalAveragePool', {}, 'apart'],
    ['mean', { axis: 0 }, 'apart'],
    ['dense', {}, 'mixed'],
    ['relu', {}, 'mixed'],
  ] as const)('of %s with %j is %s', (op, params, expected) => {
    expect(mixing(op, params)).toBe(expected);
  });
});

it('the runs of a convolution are as long as columns and weights go on together', () => {
  const kernel = { shape: [2, 2, 2, 1], data: Float32Array.from({ length: 8 }, (_, k) => k + 1) };
  const runsOf = (channels: number, params: object, filters = 1) => {
    const given = { kernel: { ...kernel, shape: [2, 2, 2 / filters, filters] }, strides: [1, 1], ...params };
    const { runs, outputs } = vocabulary.conv2d.rows(given as never, [[2, 3, channels]]);
    const into = new Int32Array(3 * runs!.most);
    return Array.from({ length: outputs }, (_, i) => Array.from(into.subarray(0, 3 * runs!.of(i, into))));
  };
  // two rows of the window, each two pixels of two channels
  expect(runsOf(2, { padding: 'valid' })).toEqual([
    [0, 0, 4, 6, 4, 4],
    [2, 0, 4, 8, 4, 4],
  ]);
  // at the right and the lower border, a part of the window
  expect(runsOf(2, { padding: 'same' }).slice(2)).toEqual([
    [4, 0, 2, 10, 4, 2],
    [6, 0, 4],
    [8, 0, 4],
    [10, 0, 2],
  ]);
  // of two groups, a pixel is a run by itself
  expect(runsOf(2, { padding: 'valid' }, 2)[1]).toEqual([1, 4, 1, 3, 5, 1, 7, 6, 1, 9, 7, 1]);
});
