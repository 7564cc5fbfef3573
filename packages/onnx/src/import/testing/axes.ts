import { isImage, type Move, size } from './drawing';

export const reduce: Move = ({ node, ints, below, one, opset }, { name, shape }) => {
  const op = one([
    ...['ReduceMean', 'ReduceSum', 'ReduceMax', 'ReduceMin'],
    ...['ReduceL1', 'ReduceL2', 'ReduceSumSquare', 'ReduceLogSumExp'],
  ]);
  const axis = below(shape.length);
  const inInput = op === 'ReduceSum' ? opset >= 13 : opset >= 18;
  const keepdims = shape.length > 2 ? below(2) : 1;
  const made = shape.flatMap((n, i) => (i === axis ? (keepdims ? [1] : []) : [n]));
  return {
    name: inInput
      ? node(op, [name, ints([axis])], { keepdims })
      : node(op, [name], { axes: [axis], keepdims }),
    shape: made,
  };
};

export const softmax: Move = ({ node, below }, { name, shape }) => ({
  name: node('Softmax', [name], { axis: below(shape.length) }),
  shape,
});

export const normalization: Move = ({ node, floats, below, opset }, { name, shape }) => {
  const wide = node('Add', [name, floats(shape)]);
  if (below(2) === 0 && shape.length > 2 && size(shape.slice(2)) > 1) {
    const channels = [shape[1]!];
    return { name: node('InstanceNormalization', [wide, floats(channels), floats(channels)]), shape };
  }
  if (opset >= 21 && isImage(shape) && shape[1]! % 2 === 0) {
    const channels = [shape[1]!];
    const inputs = [wide, floats(channels), floats(channels)];
    return { name: node('GroupNormalization', inputs, { num_groups: 2 }), shape };
  }
  const axis = 1 + below(shape.length - 1);
  if (opset < 17 || size(shape.slice(axis)) < 2) return undefined;
  return {
    name: node('LayerNormalization', [wide, floats(shape.slice(axis)), floats(shape.slice(axis))], { axis }),
    shape,
  };
};

export const extremes: Move = ({ node, one, floats }, { name, shape }) => ({
  name: node(one(['Max', 'Min', 'Sum', 'Mean']), [name, floats(shape)]),
  shape,
});

export const branches: Move = ({ node, floats, one, below }, { name, shape }) => {
  const other = node('Relu', [node('Mul', [name, floats(shape)])]);
  const op = one(['Add', 'Sub', 'Mul', 'Max', 'Concat', 'Concat']);
  if (op !== 'Concat') return { name: node(op, [name, other]), shape };
  const axis = below(shape.length);
  return { name: node(op, [name, other], { axis }), shape: shape.map((n, i) => (i === axis ? 2 * n : n)) };
};
