import { type Drawing, isImage, type Move, size } from './drawing';

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

export const conv: Move = (draw, { name, shape }) => {
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

export const convTranspose: Move = (draw, { name, shape }) => {
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

export const pool: Move = (draw, { name, shape }) => {
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

export const globalPool: Move = ({ node, one }, { name, shape }) =>
  isImage(shape)
    ? { name: node(one(['GlobalAveragePool', 'GlobalMaxPool']), [name]), shape: [1, shape[1]!, 1, 1] }
    : undefined;

export const batchNorm: Move = ({ node, floats }, { name, shape }) => {
  if (shape.length < 2 || shape[0] !== 1) return undefined;
  const channels = [shape[1]!];
  const variance = node('Exp', [floats(channels)]);
  return {
    name: node('BatchNormalization', [name, floats(channels), floats(channels), floats(channels), variance]),
    shape,
  };
};
