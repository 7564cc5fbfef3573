import type { Builder } from '../graph/builder';
import { axesOf, range, sameShape, sizeOf } from '../graph/shapes';
import { broadcastTo, materialize, plain, reshapeNode, transposeView, type View } from '../graph/view';
import type { KernelRule } from './rule';

/** The same elements in another shape; what is one number broadcast stays so. */
export function reshapeView(b: Builder, view: View, shape: readonly number[]): View {
  if (sameShape(view.shape, shape)) return view;
  if (sizeOf(view.stored) === 1) {
    return { ...view, name: reshapeNode(b, view.name, view.stored, []), shape, stored: [], perm: [] };
  }
  return plain(reshapeNode(b, materialize(b, view), view.shape, shape), view.dtype, shape);
}

export const identity: KernelRule = (_, inputs) => inputs.x!;

export const reshape: KernelRule = (b, { x }, { shape }) => {
  const known = (shape as number[]).reduce((size, n) => (n === -1 ? size : size * n), 1);
  return reshapeView(
    b,
    x!,
    (shape as number[]).map((n) => (n === -1 ? sizeOf(x!.shape) / known : n)),
  );
};

export const expandDims: KernelRule = (b, { input }, { dim }) => {
  const shape = [...input!.shape];
  shape.splice(dim < 0 ? shape.length + 1 + dim : dim, 0, 1);
  return reshapeView(b, input!, shape);
};

export const transpose: KernelRule = (b, { x }, { perm }) => transposeView(b, x!, perm);

/** Repeats; along axes of length 1 nothing is copied. */
export const tile: KernelRule = (b, { x }, { reps }) => {
  const shape = x!.shape.map((n, i) => n * reps[i]);
  if (x!.shape.every((n, i) => n === 1 || reps[i] === 1)) return broadcastTo(x!, shape);
  return plain(b.one('Tile', [materialize(b, x!), b.int64(reps)]), x!.dtype, shape);
};

/** ONNX's number for a type of tfjs. */
const types: { readonly [dtype: string]: number } = { float32: 1, int32: 6, bool: 9 };

export const cast: KernelRule = (b, { x }, { dtype }) =>
  x!.dtype === dtype ? x! : { ...x!, dtype, name: b.one('Cast', [x!.name], { to: types[dtype]! }) };

export const concat: KernelRule = (b, inputs, { axis }) => {
  const views = Object.values(inputs);
  const [along] = axesOf(axis, views[0]!.shape.length) as [number];
  // tfjs lets parts be empty, of any shape
  const parts = views.length === 1 ? views : views.filter(({ shape }) => sizeOf(shape) > 0);
  const shape = [...(parts[0] ?? views[0])!.shape];
  shape[along] = parts.reduce((sum, part) => sum + part.shape[along]!, 0);
  if (parts.length === 1) return parts[0]!;
  const names = parts.map((part) => materialize(b, part));
  return plain(joined(b, names, along), parts[0]!.dtype, shape);
};

/** What one shader of WebGPU can be given, the result apart; of more, onnxruntime makes zeros. */
const MOST_PARTS = 7;

function joined(b: Builder, names: readonly string[], axis: number): string {
  if (names.length <= MOST_PARTS) return b.one('Concat', names, { axis });
  const groups = Array.from({ length: Math.ceil(names.length / MOST_PARTS) }, (_, i) =>
    names.slice(i * MOST_PARTS, (i + 1) * MOST_PARTS),
  );
  return joined(
    b,
    groups.map((group) => (group.length === 1 ? group[0]! : b.one('Concat', group, { axis }))),
    axis,
  );
}

export const pack: KernelRule = (b, inputs, { axis }) => {
  const rows = Object.values(inputs).map((view) => expandDims(b, { input: view }, { dim: axis }) as View);
  return concat(b, Object.fromEntries(rows.entries()), {
    axis: axis < 0 ? axis + rows[0]!.shape.length : axis,
  });
};

/** A slice of the last `ends - starts` along each axis; in the order in which the view is stored if it is whole. */
export function sliceView(
  b: Builder,
  x: View,
  starts: readonly number[],
  ends: readonly number[],
  steps: readonly number[] = starts.map(() => 1),
): View {
  const shape = starts.map((start, i) => Math.max(0, Math.ceil((ends[i]! - start) / steps[i]!)));
  if (sameShape(shape, x.shape) && steps.every((s) => s === 1)) return x;
  const whole = x.stored.length === x.shape.length && sizeOf(x.stored) === sizeOf(x.shape);
  const view = whole ? x : plain(materialize(b, x), x.dtype, x.shape);
  const cut = range(shape.length).filter((i) => steps[i] !== 1 || shape[i] !== x.shape[i]);
  // before the first element is spelled as far as can be
  const end = (i: number): number => (ends[i]! < 0 ? Number.MIN_SAFE_INTEGER : ends[i]!);
  const lists = [starts.map((n) => n), range(shape.length).map(end), steps].map((l) =>
    b.int64(cut.map((i) => l[i]!)),
  );
  const [start, stop, stepList] = lists as [string, string, string];
  const name = b.one('Slice', [view.name, start, stop, b.int64(cut.map((i) => view.perm[i]!)), stepList]);
  const stored = [...view.stored];
  for (const i of cut) stored[view.perm[i]!] = shape[i]!;
  return { ...view, name, shape, stored };
}
