import type { Move } from './drawing';

const activations = [
  ...[
    'Relu',
    'Sigmoid',
    'Tanh',
    'Abs',
    'Neg',
    'Softplus',
    'Softsign',
    'Elu',
    'Selu',
    'LeakyRelu',
    'HardSigmoid',
  ],
  ...['Identity', 'Celu', 'HardSwish', 'Exp', 'ThresholdedRelu'],
];

export const activation: Move = ({ node, one, opset }, { name, shape }) => {
  const op = one(activations);
  if (op === 'ThresholdedRelu' && opset < 10) return undefined;
  if ((op === 'Celu' && opset < 12) || (op === 'HardSwish' && opset < 14)) return undefined;
  const alpha = ['Elu', 'LeakyRelu', 'Celu', 'HardSigmoid', 'ThresholdedRelu'].includes(op)
    ? { alpha: { float: one([0.25, 0.5, 1.5]) } }
    : {};
  return { name: node(op, [op === 'Exp' ? node('Tanh', [name]) : name], alpha), shape };
};

export const arithmetic: Move = ({ node, one, floats, below }, { name, shape }) => {
  const op = one(['Add', 'Sub', 'Mul', 'Div']);
  const kept = shape.map((n) => (below(2) === 0 ? n : 1)).slice(below(shape.length));
  const constant = op === 'Div' ? node('Exp', [floats(kept)]) : floats(kept);
  const turned = op !== 'Div' && below(2) === 0;
  return { name: node(op, turned ? [constant, name] : [name, constant]), shape };
};

export const clip: Move = ({ node, one, floats, opset }, { name, shape }) => {
  if (opset < 11)
    return { name: node('Clip', [name], { min: { float: -0.5 }, max: { float: one([0.5, 6]) } }), shape };
  const low = node('Neg', [node('Abs', [floats([])])]);
  return { name: node('Clip', [name, low, node('Abs', [floats([])])]), shape };
};

export const pRelu: Move = ({ node, floats }, { name, shape }) => ({
  name: node('PRelu', [name, floats(shape.slice(1))]),
  shape,
});

/** As PyTorch's exporters write softplus and gelu. */
export const written: Move = ({ node, floats, below }, { name, shape }) => {
  const root = node('Exp', [node('Mul', [floats([]), floats([])])]);
  if (below(2) === 0)
    return { name: node('Mul', [name, node('Sigmoid', [node('Identity', [name])])]), shape };
  const gate = node('Add', [node('Erf', [node('Div', [name, root])]), floats([])]);
  return { name: node('Mul', [node('Mul', [name, gate]), floats([])]), shape };
};

/** A quotient of values, and functions of what is above 0. */
export const fraction: Move = ({ node, one, floats, below }, { name, shape }) => {
  const positive = node('Exp', [node('Tanh', [node('Mul', [name, floats(shape)])])]);
  const made = one(['Sqrt', 'Log', 'Reciprocal', 'Div', 'Div', 'LogSoftmax']);
  if (made === 'LogSoftmax') return { name: node(made, [name], { axis: below(shape.length) }), shape };
  return { name: node(made, made === 'Div' ? [name, positive] : [positive]), shape };
};
