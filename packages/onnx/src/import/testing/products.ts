import type { Move } from './drawing';

export const matrix: Move = ({ node, floats, below }, { name, shape }) => {
  if (shape.length < 2) return undefined;
  const [units, inputs] = [1 + below(4), shape.at(-1)!];
  return {
    name: node('MatMul', [name, floats([inputs, units], inputs ** -0.5)]),
    shape: [...shape.slice(0, -1), units],
  };
};

export const matrixLeft: Move = ({ node, floats, below }, { name, shape }) => {
  if (shape.length < 2) return undefined;
  const [units, inputs] = [1 + below(4), shape.at(-2)!];
  return {
    name: node('MatMul', [floats([units, inputs]), name]),
    shape: [...shape.slice(0, -2), units, shape.at(-1)!],
  };
};

export const gemm: Move = ({ node, floats, below, one }, { name, shape }) => {
  if (shape.length !== 2) return undefined;
  const [units, turned] = [1 + below(4), below(2)];
  const [rows, inputs] = shape as [number, number];
  const inputsOf = [name, floats(turned ? [units, inputs] : [inputs, units])];
  const bias = one([[], [[units]], [[rows, 1]], [[1]]] as const).map((own) => floats(own));
  const attributes = { transB: turned, alpha: { float: one([1, 0.5]) }, beta: { float: one([1, 2]) } };
  return {
    name: node('Gemm', [...inputsOf, ...(bias.length > 0 ? bias : [floats([units])])], attributes),
    shape: [rows, units],
  };
};

/** The same, by letters. */
export const einsum: Move = ({ node, floats, opset }, { name, shape }) => {
  if (opset < 12 || shape.length !== 3) return undefined;
  const other = node('Tanh', [node('Add', [name, floats(shape)])]);
  return {
    name: node('Einsum', [name, other], { equation: 'bij,bkj->bki' }),
    shape: [shape[0]!, shape[1]!, shape[1]!],
  };
};

/** Scores of places by each other, as attention has them. */
export const productOfValues: Move = ({ node, floats }, { name, shape }) => {
  if (shape.length < 2) return undefined;
  const axes = [...shape.keys()];
  const turned = [...axes.slice(0, -2), shape.length - 1, shape.length - 2];
  const other = node('Transpose', [node('Tanh', [node('Add', [name, floats(shape)])])], { perm: turned });
  return { name: node('MatMul', [name, other]), shape: [...shape.slice(0, -1), shape.at(-2)!] };
};
