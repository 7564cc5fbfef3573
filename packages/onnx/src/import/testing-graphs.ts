import { randomFloats } from '@ibp/testing';
import { ModelProto } from '../proto/descriptor';
import { value } from './testing-model';

type Attribute = number | string | readonly number[] | { readonly float: number };

/** A graph that is being made: what there is so far, and how more is added. */
export type Drawing = {
  readonly opset: number;
  /** A whole number from 0, below `n`. */
  readonly below: (n: number) => number;
  readonly one: <T>(of: readonly T[]) => T;
  /** Adds a node and gives the name of its output. */
  readonly node: (
    op: string,
    inputs: readonly string[],
    attributes?: { readonly [name: string]: Attribute },
  ) => string;
  /** Floats as an initializer, or sometimes as what a Constant node gives. */
  readonly floats: (shape: readonly number[], scale?: number) => string;
  readonly ints: (list: readonly number[]) => string;
};

export type Shaped = { readonly name: string; readonly shape: readonly number[] };

/** A value made of another one; undefined where the rule does not fit its shape. */
type Move = (draw: Drawing, x: Shaped) => Shaped | undefined;

const size = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);
const isImage = (shape: readonly number[]) => shape.length === 4 && shape[0] === 1;

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
  ...['Identity', 'Celu', 'HardSwish', 'Exp'],
];

const activation: Move = ({ node, one, opset }, { name, shape }) => {
  const op = one(activations);
  if ((op === 'Celu' && opset < 12) || (op === 'HardSwish' && opset < 14)) return undefined;
  const alpha = ['Elu', 'LeakyRelu', 'Celu', 'HardSigmoid'].includes(op)
    ? { alpha: { float: one([0.25, 0.5, 1.5]) } }
    : {};
  return { name: node(op, [op === 'Exp' ? node('Tanh', [name]) : name], alpha), shape };
};

const arithmetic: Move = ({ node, one, floats, below }, { name, shape }) => {
  const op = one(['Add', 'Sub', 'Mul', 'Div']);
  const kept = shape.map((n) => (below(2) === 0 ? n : 1)).slice(below(shape.length));
  const constant = op === 'Div' ? node('Exp', [floats(kept)]) : floats(kept);
  const turned = op !== 'Div' && below(2) === 0;
  return { name: node(op, turned ? [constant, name] : [name, constant]), shape };
};

const matrix: Move = ({ node, floats, below }, { name, shape }) => {
  if (shape.length < 2) return undefined;
  const [units, inputs] = [1 + below(4), shape.at(-1)!];
  return {
    name: node('MatMul', [name, floats([inputs, units], inputs ** -0.5)]),
    shape: [...shape.slice(0, -1), units],
  };
};

const matrixLeft: Move = ({ node, floats, below }, { name, shape }) => {
  if (shape.length < 2) return undefined;
  const [units, inputs] = [1 + below(4), shape.at(-2)!];
  return {
    name: node('MatMul', [floats([units, inputs]), name]),
    shape: [...shape.slice(0, -2), units, shape.at(-1)!],
  };
};

const gemm: Move = ({ node, floats, below, one }, { name, shape }) => {
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

/** Pads, strides and dilations of a window of one or two axes; undefined where it does not fit. */
function window({ below, one }: Drawing, space: readonly number[], dilated: boolean) {
  const kernel = space.map((n) => 1 + below(Math.min(n, 3)));
  const strides = space.map(() => 1 + below(2));
  const drawn = one(['NOTSET', 'NOTSET', 'SAME_UPPER', 'SAME_LOWER', 'VALID']);
  // onnxruntime would pad less than nothing
  const auto = drawn.startsWith('SAME') && kernel.some((k, i) => k < strides[i]!) ? 'VALID' : drawn;
  // onnxruntime has no dilation where it pads by itself
  const dilations = space.map(() => (dilated && below(3) === 0 && !auto.startsWith('SAME') ? 2 : 1));
  const pads = [...kernel, ...kernel].map((k) => below(k));
  const reach = kernel.map((k, i) => (k - 1) * dilations[i]! + 1);
  const sizes = space.map((n, i) => {
    if (auto.startsWith('SAME')) return Math.ceil(n / strides[i]!);
    const padded = auto === 'VALID' ? n : n + pads[i]! + pads[i + space.length]!;
    return Math.floor((padded - reach[i]!) / strides[i]!) + 1;
  });
  if (sizes.some((n) => n < 1)) return undefined;
  const attributes = {
    ...{ kernel_shape: kernel, strides },
    ...(auto === 'NOTSET' ? { pads } : { auto_pad: auto }),
    ...(dilated && { dilations }),
  };
  return { kernel, sizes, attributes, pads: auto === 'NOTSET' ? pads : undefined, strides, reach };
}

const conv: Move = (draw, { name, shape }) => {
  if (shape[0] !== 1 || (shape.length !== 3 && shape.length !== 4)) return undefined;
  const [, channels, ...space] = shape as [number, number, ...number[]];
  const made = window(draw, space, true);
  if (!made) return undefined;
  const group = draw.one([1, 1, channels, channels % 2 === 0 ? 2 : 1]);
  const filters = group * (1 + draw.below(2));
  const weights = draw.floats([filters, channels / group, ...made.kernel], size(made.kernel) ** -0.5);
  const bias = draw.below(2) === 0 ? [draw.floats([filters])] : [];
  return {
    name: draw.node('Conv', [name, weights, ...bias], { ...made.attributes, group }),
    shape: [1, filters, ...made.sizes],
  };
};

const pool: Move = (draw, { name, shape }) => {
  if (shape[0] !== 1 || (shape.length !== 3 && shape.length !== 4)) return undefined;
  const op = draw.one(['MaxPool', 'AveragePool']);
  const space = shape.slice(2);
  const made = window(draw, space, op === 'MaxPool' && draw.opset >= 10);
  if (!made) return undefined;
  const up = draw.opset >= 10 && draw.below(2) === 1 && made.pads !== undefined;
  const sizes = space.map((n, i) => {
    if (!up) return made.sizes[i]!;
    const padded = n + made.pads![i]! + made.pads![i + space.length]!;
    return Math.ceil((padded - made.reach[i]!) / made.strides[i]!) + 1;
  });
  // of a last window that begins behind the input, onnxruntime's shapes and its results disagree
  const beyond = (places: number, i: number) =>
    (places - 1) * made.strides[i]! >= space[i]! + (made.pads?.[i] ?? 0);
  if (up && sizes.some(beyond)) return undefined;
  const include = op === 'AveragePool' ? { count_include_pad: draw.below(2) } : {};
  return {
    name: draw.node(op, [name], { ...made.attributes, ...include, ...(up && { ceil_mode: 1 }) }),
    shape: [1, shape[1]!, ...sizes],
  };
};

const globalPool: Move = ({ node, one }, { name, shape }) =>
  isImage(shape)
    ? { name: node(one(['GlobalAveragePool', 'GlobalMaxPool']), [name]), shape: [1, shape[1]!, 1, 1] }
    : undefined;

const batchNorm: Move = ({ node, floats }, { name, shape }) => {
  if (shape.length < 2 || shape[0] !== 1) return undefined;
  const channels = [shape[1]!];
  const variance = node('Exp', [floats(channels)]);
  return {
    name: node('BatchNormalization', [name, floats(channels), floats(channels), floats(channels), variance]),
    shape,
  };
};

const flatten: Move = ({ node, below }, { name, shape }) => {
  const axis = below(shape.length + 1);
  return {
    name: node('Flatten', [name], { axis }),
    shape: [size(shape.slice(0, axis)), size(shape.slice(axis))],
  };
};

const reshape: Move = ({ node, ints, below }, { name, shape }) => {
  const total = size(shape);
  const divisors = Array.from({ length: total }, (_, i) => i + 1).filter((n) => total % n === 0);
  const first = divisors[below(divisors.length)]!;
  const made = below(2) === 0 ? [1, first, total / first] : [1, total];
  const written = made.map((n, i) => (i === made.length - 1 ? -1 : n));
  return { name: node('Reshape', [name, ints(written)]), shape: made };
};

const transpose: Move = ({ node, below }, { name, shape }) => {
  const order = [...shape.keys()];
  // the batch stays, mostly: what follows needs it
  for (let i = order.length - 1; i > 1; i--) {
    const j = 1 + below(i);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return { name: node('Transpose', [name], { perm: order }), shape: order.map((axis) => shape[axis]!) };
};

const slice: Move = ({ node, ints, below, opset }, { name, shape }) => {
  const axis = below(shape.length);
  const n = shape[axis]!;
  const [start, step] = [below(n), opset >= 10 && below(2) === 0 ? 2 : 1];
  const backwards = opset >= 10 && below(4) === 0;
  const end = backwards ? -1000 : below(2) === 0 ? Number(2n ** 62n) : n;
  const length = backwards ? Math.ceil((start + 1) / step) : Math.ceil((n - start) / step);
  const made = shape.map((m, i) => (i === axis ? length : m));
  if (opset < 10)
    return { name: node('Slice', [name], { starts: [start], ends: [n], axes: [axis] }), shape: made };
  const inputs = [name, ints([start]), ints([end]), ints([axis]), ints([backwards ? -step : step])];
  return { name: node('Slice', inputs), shape: made };
};

const gather: Move = ({ node, ints, below }, { name, shape }) => {
  const axis = below(shape.length);
  const indices = Array.from(
    { length: 1 + below(3) },
    () => below(shape[axis]!) - (below(2) ? shape[axis]! : 0),
  );
  return {
    name: node('Gather', [name, ints(indices)], { axis }),
    shape: shape.map((n, i) => (i === axis ? indices.length : n)),
  };
};

const pad: Move = ({ node, ints, below, one, opset }, { name, shape }) => {
  const mode = one(['constant', 'edge', 'reflect']);
  const most = shape.map((n) => (mode === 'reflect' ? Math.min(n - 1, 2) : 2));
  // not the batch
  const pads = [...most, ...most].map((n, i) => (i % shape.length === 0 ? 0 : below(n + 1)));
  const made = shape.map((n, i) => n + pads[i]! + pads[i + shape.length]!);
  if (opset < 11) return { name: node('Pad', [name], { mode, pads }), shape: made };
  return { name: node('Pad', [name, ints(pads)], { mode }), shape: made };
};

const reduce: Move = ({ node, ints, below, one, opset }, { name, shape }) => {
  const op = one(['ReduceMean', 'ReduceSum', 'ReduceMax', 'ReduceMin']);
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

const softmax: Move = ({ node, below }, { name, shape }) => ({
  name: node('Softmax', [name], { axis: below(shape.length) }),
  shape,
});

const clip: Move = ({ node, one, floats, opset }, { name, shape }) => {
  if (opset < 11)
    return { name: node('Clip', [name], { min: { float: -0.5 }, max: { float: one([0.5, 6]) } }), shape };
  const low = node('Neg', [node('Abs', [floats([])])]);
  return { name: node('Clip', [name, low, node('Abs', [floats([])])]), shape };
};

const extremes: Move = ({ node, one, floats }, { name, shape }) => ({
  name: node(one(['Max', 'Min', 'Sum', 'Mean']), [name, floats(shape)]),
  shape,
});

const pRelu: Move = ({ node, floats }, { name, shape }) => ({
  name: node('PRelu', [name, floats(shape.slice(1))]),
  shape,
});

const branches: Move = ({ node, floats, one, below }, { name, shape }) => {
  const other = node('Relu', [node('Mul', [name, floats(shape)])]);
  const op = one(['Add', 'Sub', 'Mul', 'Max', 'Concat', 'Concat']);
  if (op !== 'Concat') return { name: node(op, [name, other]), shape };
  const axis = below(shape.length);
  return { name: node(op, [name, other], { axis }), shape: shape.map((n, i) => (i === axis ? 2 * n : n)) };
};

const squeeze: Move = ({ node, ints, opset, below }, { name, shape }) => {
  const axis = shape.findIndex((n, i) => i > 0 && n === 1);
  if (axis > 0 && shape.length > 2) {
    const made =
      opset >= 13 ? node('Squeeze', [name, ints([axis])]) : node('Squeeze', [name], { axes: [axis] });
    return { name: made, shape: shape.filter((_, i) => i !== axis) };
  }
  const at = 1 + below(shape.length);
  const made =
    opset >= 13 ? node('Unsqueeze', [name, ints([at])]) : node('Unsqueeze', [name], { axes: [at] });
  return shape.length < 4 ? { name: made, shape: [...shape.slice(0, at), 1, ...shape.slice(at)] } : undefined;
};

const expand: Move = ({ node, ints, below }, { name, shape }) => {
  const made = shape.map((n, i) => (n === 1 && i > 0 ? 1 + below(3) : n));
  return { name: node('Expand', [name, ints(made)]), shape: made };
};

const tile: Move = ({ node, ints, below }, { name, shape }) => {
  const repeats = shape.map((_, i) => (i === 0 ? 1 : 1 + below(2)));
  return { name: node('Tile', [name, ints(repeats)]), shape: shape.map((n, i) => n * repeats[i]!) };
};

const depth: Move = ({ node }, { name, shape }) => {
  if (!isImage(shape)) return undefined;
  const [, channels, height, width] = shape as [number, number, number, number];
  if (channels % 4 === 0)
    return {
      name: node('DepthToSpace', [name], { blocksize: 2 }),
      shape: [1, channels / 4, 2 * height, 2 * width],
    };
  if (height % 2 > 0 || width % 2 > 0) return undefined;
  return {
    name: node('SpaceToDepth', [name], { blocksize: 2 }),
    shape: [1, 4 * channels, height / 2, width / 2],
  };
};

const convTranspose: Move = (draw, { name, shape }) => {
  if (shape[0] !== 1 || (shape.length !== 3 && shape.length !== 4)) return undefined;
  const { below, one } = draw;
  const [, channels, ...space] = shape as [number, number, ...number[]];
  const kernel = space.map(() => 1 + below(3));
  const strides = space.map(() => 1 + below(3));
  const dilations = space.map(() => 1 + below(2));
  const extra = space.map((_, i) => below(strides[i]!));
  const pads = [...kernel, ...kernel].map((k) => below(k));
  const sizes = space.map((n, i) => {
    const full = (n - 1) * strides[i]! + (kernel[i]! - 1) * dilations[i]! + 1 + extra[i]!;
    return full - pads[i]! - pads[i + space.length]!;
  });
  if (sizes.some((n) => n < 1)) return undefined;
  const group = one([1, channels, channels % 2 === 0 ? 2 : 1]);
  const own = 1 + below(2);
  const inputs = [
    name,
    draw.floats([channels, own, ...kernel]),
    ...(below(2) ? [draw.floats([own * group])] : []),
  ];
  const attributes = { kernel_shape: kernel, strides, dilations, output_padding: extra, pads, group };
  return { name: draw.node('ConvTranspose', inputs, attributes), shape: [1, own * group, ...sizes] };
};

/** Scores of places by each other, as attention has them. */
const productOfValues: Move = ({ node, floats }, { name, shape }) => {
  if (shape.length < 2) return undefined;
  const axes = [...shape.keys()];
  const turned = [...axes.slice(0, -2), shape.length - 1, shape.length - 2];
  const other = node('Transpose', [node('Tanh', [node('Add', [name, floats(shape)])])], { perm: turned });
  return { name: node('MatMul', [name, other]), shape: [...shape.slice(0, -1), shape.at(-2)!] };
};

/** As PyTorch's exporters write softplus and gelu. */
const written: Move = ({ node, floats, below }, { name, shape }) => {
  const root = node('Exp', [node('Mul', [floats([]), floats([])])]);
  if (below(2) === 0)
    return { name: node('Mul', [name, node('Sigmoid', [node('Identity', [name])])]), shape };
  const gate = node('Add', [node('Erf', [node('Div', [name, root])]), floats([])]);
  return { name: node('Mul', [node('Mul', [name, gate]), floats([])]), shape };
};

const normalization: Move = ({ node, floats, below, opset }, { name, shape }) => {
  const wide = node('Add', [name, floats(shape)]);
  if (below(2) === 0 && shape.length > 2 && size(shape.slice(2)) > 1) {
    const channels = [shape[1]!];
    return { name: node('InstanceNormalization', [wide, floats(channels), floats(channels)]), shape };
  }
  const axis = 1 + below(shape.length - 1);
  if (opset < 17 || size(shape.slice(axis)) < 2) return undefined;
  return {
    name: node('LayerNormalization', [wide, floats(shape.slice(axis)), floats(shape.slice(axis))], { axis }),
    shape,
  };
};

/** A quotient of values, and functions of what is above 0. */
const fraction: Move = ({ node, one, floats, below }, { name, shape }) => {
  const positive = node('Exp', [node('Tanh', [node('Mul', [name, floats(shape)])])]);
  const made = one(['Sqrt', 'Log', 'Reciprocal', 'Div', 'Div', 'LogSoftmax']);
  if (made === 'LogSoftmax') return { name: node(made, [name], { axis: below(shape.length) }), shape };
  return { name: node(made, made === 'Div' ? [name, positive] : [positive]), shape };
};

const moves: readonly Move[] = [
  ...[normalization, fraction],
  ...[convTranspose, productOfValues, written],
  ...[activation, arithmetic, matrix, matrixLeft, gemm, conv, conv, pool, pool, globalPool, batchNorm],
  ...[flatten, reshape, transpose, transpose, slice, gather, pad, reduce, softmax, clip, extremes],
  ...[pRelu, branches, squeeze, expand, tile, depth],
];

const shapes = [
  [1, 6],
  [1, 2, 5],
  [1, 2, 4, 5],
  [1, 1, 6, 6],
  [1, 4, 3, 3],
  [1, 3, 4],
] as const;

/** A small graph of ops that are supported, the same for the same seed, and a line about each node. */
export function randomGraph(seed: number): { readonly bytes: Uint8Array; readonly said: readonly string[] } {
  const numbers = randomFloats(4000, seed + 1, 1);
  let at = 0;
  const next = () => (numbers[at++ % numbers.length]! + 1) / 2;
  const below = (n: number) => Math.min(Math.floor(next() * n), n - 1);
  const one = <T>(of: readonly T[]) => of[below(of.length)]!;
  const opset = one([9, 11, 13, 15, 18, 21]);
  const nodes: object[] = [];
  const initializer: object[] = [];
  const said: string[] = [];
  const draw: Drawing = {
    ...{ opset, below, one },
    node: (opType, input, attributes = {}) => {
      const name = `v${nodes.length}`;
      said.push(`${opType} ${input.join(' ')} -> ${name} ${JSON.stringify(attributes)}`);
      nodes.push({ opType, input, output: [name], attribute: Object.entries(attributes).map(attributeOf) });
      return name;
    },
    floats: (dims, scale = 1) => {
      const name = `w${initializer.length}`;
      const data = Float32Array.from({ length: size(dims) }, () => (2 * next() - 1) * scale);
      initializer.push({ name, dims, dataType: 1, rawData: new Uint8Array(data.buffer) });
      return name;
    },
    ints: (list) => {
      const name = `w${initializer.length}`;
      initializer.push({ name, dims: [list.length], dataType: 7, int64Data: list });
      return name;
    },
  };
  const input = one(shapes);
  let x: Shaped = { name: 'x', shape: input };
  for (let i = 0; i < 2 + below(8); i++) {
    const made = one(moves)(draw, x);
    if (made && size(made.shape) <= 400) x = made;
  }
  const last = draw.node('Relu', [x.name]);
  const bytes = ModelProto.encode({
    irVersion: 8,
    opsetImport: [{ version: opset }],
    graph: {
      name: 'graph',
      node: nodes,
      initializer,
      input: [value('x', input)],
      output: [value(last, x.shape)],
    },
  } as never).finish();
  return { bytes, said: [`opset ${opset}, input [${input}]`, ...said] };
}

function attributeOf([name, one]: [string, Attribute]): object {
  if (typeof one === 'number') return { name, i: one, type: 2 };
  if (typeof one === 'string') return { name, s: new TextEncoder().encode(one), type: 3 };
  return 'float' in one ? { name, f: one.float, type: 1 } : { name, ints: one, type: 7 };
}
