import { isImage, type Move, size } from './drawing';

export const flatten: Move = ({ node, below }, { name, shape }) => {
  const axis = below(shape.length + 1);
  return {
    name: node('Flatten', [name], { axis }),
    shape: [size(shape.slice(0, axis)), size(shape.slice(axis))],
  };
};

export const reshape: Move = ({ node, ints, below }, { name, shape }) => {
  const total = size(shape);
  const divisors = Array.from({ length: total }, (_, i) => i + 1).filter((n) => total % n === 0);
  const first = divisors[below(divisors.length)]!;
  const made = below(2) === 0 ? [1, first, total / first] : [1, total];
  const written = made.map((n, i) => (i === made.length - 1 ? -1 : n));
  return { name: node('Reshape', [name, ints(written)]), shape: made };
};

export const transpose: Move = ({ node, below }, { name, shape }) => {
  const order = [...shape.keys()];
  // the batch stays, mostly: what follows needs it
  for (let i = order.length - 1; i > 1; i--) {
    const j = 1 + below(i);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return { name: node('Transpose', [name], { perm: order }), shape: order.map((axis) => shape[axis]!) };
};

export const squeeze: Move = ({ node, ints, opset, below }, { name, shape }) => {
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

export const slice: Move = ({ node, ints, below, opset }, { name, shape }) => {
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

export const gather: Move = ({ node, ints, below }, { name, shape }) => {
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

export const pad: Move = ({ node, ints, below, one, opset }, { name, shape }) => {
  const mode = one(['constant', 'edge', 'reflect']);
  const most = shape.map((n) => (mode === 'reflect' ? Math.min(n - 1, 2) : 2));
  // not the batch
  const pads = [...most, ...most].map((n, i) => (i % shape.length === 0 ? 0 : below(n + 1)));
  const made = shape.map((n, i) => n + pads[i]! + pads[i + shape.length]!);
  if (opset < 11) return { name: node('Pad', [name], { mode, pads }), shape: made };
  return { name: node('Pad', [name, ints(pads)], { mode }), shape: made };
};

export const expand: Move = ({ node, ints, below }, { name, shape }) => {
  const made = shape.map((n, i) => (n === 1 && i > 0 ? 1 + below(3) : n));
  return { name: node('Expand', [name, ints(made)]), shape: made };
};

export const tile: Move = ({ node, ints, below }, { name, shape }) => {
  const repeats = shape.map((_, i) => (i === 0 ? 1 : 1 + below(2)));
  return { name: node('Tile', [name, ints(repeats)]), shape: shape.map((n, i) => n * repeats[i]!) };
};

export const depth: Move = ({ node }, { name, shape }) => {
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

/** Between neighbours, to another size. */
export const resizeLinear: Move = ({ node, ints, below, one, opset }, { name, shape }) => {
  if (opset < 13 || !isImage(shape)) return undefined;
  const made = shape.map((n, i) => (i < 2 ? n : 1 + below(2 * n)));
  const mode = one(['half_pixel', 'pytorch_half_pixel', 'align_corners', 'asymmetric']);
  const attributes = { mode: 'linear', coordinate_transformation_mode: mode };
  return { name: node('Resize', [name, '', '', ints(made)], attributes), shape: made };
};
