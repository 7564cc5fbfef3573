import { fail } from '@ibp/core';
import type { Builder } from '../graph/builder';
import { elementwise } from '../graph/elementwise';
import { axesOf, range, sizeOf } from '../graph/shapes';
import { filled, materialize, plain, transposeView, type View } from '../graph/view';
import type { KernelRule } from './rule';
import { cast, expandDims, reshapeView } from './shape';

const places = (b: Builder, n: number): View =>
  plain(b.constant('int32', [n], Int32Array.from(range(n))), 'int32', [n]);

/** By comparison, not ONNX's OneHot: there -1 is the last class, here it is none, and labels rely on that. */
export const oneHot: KernelRule = (b, { indices }, { depth, onValue, offValue, dtype }) => {
  const column = expandDims(b, { input: indices! }, { dim: -1 }) as View;
  const own = elementwise(b, [column, places(b, depth)], (i, j) => b.one('Equal', [i, j]), 'bool');
  if (onValue === 1 && offValue === 0) return cast(b, { x: own }, { dtype });
  const [on, off] = [onValue, offValue].map((value) => filled(b, value, dtype, []));
  return elementwise(b, [own, on!, off!], (c, x, y) => b.one('Where', [c, x, y]), dtype);
};

export const gather: KernelRule = (b, inputs, { axis, batchDims = 0 }) => {
  const { x, indices } = inputs as { x: View; indices: View };
  const [along] = axesOf(axis, x.shape.length) as [number];
  const shape = [...x.shape.slice(0, along), ...indices.shape.slice(batchDims), ...x.shape.slice(along + 1)];
  const [data, index] = [materialize(b, x), materialize(b, indices)];
  if (batchDims === 0) return plain(b.one('Gather', [data, index], { axis: along }), x.dtype, shape);
  if (batchDims !== along) fail('GatherV2', `expected batchDims 0 or the axis ${along}, got ${batchDims}`);
  const columns = b.one('Reshape', [b.one('Cast', [index], { to: 7 }), b.int64([...indices.shape, 1])]);
  return plain(b.one('GatherND', [data, columns], { batch_dims: batchDims }), x.dtype, shape);
};

export const gatherNd: KernelRule = (b, inputs) => {
  const { params, indices } = inputs as { params: View; indices: View };
  const depth = indices.shape.at(-1)!;
  const index = b.one('Cast', [materialize(b, indices)], { to: 7 });
  const shape = [...indices.shape.slice(0, -1), ...params.shape.slice(depth)];
  return plain(b.one('GatherND', [materialize(b, params), index]), params.dtype, shape);
};

/** Adds up what goes to the same place. */
export const scatterNd: KernelRule = (b, inputs, { shape }) => {
  const { indices, updates } = inputs as { indices: View; updates: View };
  const zeros = materialize(b, filled(b, 0, updates.dtype, shape));
  const index = b.one('Cast', [materialize(b, indices)], { to: 7 });
  return plain(
    b.one('ScatterND', [zeros, index, materialize(b, updates)], { reduction: 'add' }),
    updates.dtype,
    shape,
  );
};

/** The rows of each segment added up, as a product with rows of ones and zeros: a row without a segment counts nowhere. */
export const unsortedSegmentSum: KernelRule = (b, inputs, { numSegments }) => {
  const { x, segmentIds } = inputs as { x: View; segmentIds: View };
  const ids = reshapeView(b, segmentIds, [sizeOf(segmentIds.shape)]);
  const rows = sizeOf(ids.shape);
  const rest = x.shape.slice(segmentIds.shape.length);
  const own = oneHot(
    b,
    { indices: ids },
    { depth: numSegments, onValue: 1, offValue: 0, dtype: 'float32' },
  ) as View;
  const data = cast(b, { x: reshapeView(b, x, [rows, sizeOf(rest)]) }, { dtype: 'float32' }) as View;
  const sums = b.one('MatMul', [materialize(b, transposeView(b, own, [1, 0])), materialize(b, data)]);
  const result = reshapeView(b, plain(sums, 'float32', [numSegments, sizeOf(rest)]), [numSegments, ...rest]);
  return cast(b, { x: result }, { dtype: x.dtype }) as View;
};

export const topK: KernelRule = (b, { x }, { k, sorted }) => {
  const shape = [...x!.shape.slice(0, -1), k];
  const [values, indices] = b.node('TopK', [materialize(b, x!), b.int64([k])], { sorted: sorted ? 1 : 0 }, 2);
  return [plain(values!, x!.dtype, shape), plain(b.one('Cast', [indices!], { to: 6 }), 'int32', shape)];
};
