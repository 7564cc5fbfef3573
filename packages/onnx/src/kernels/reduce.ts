import type { Builder } from '../graph/builder';
import { elementwise } from '../graph/elementwise';
import { axesOf, range, sizeOf } from '../graph/shapes';
import { materialize, plain, reshapeNode, type View } from '../graph/view';
import type { Attributes, KernelRule } from './rule';

/** The view as it is stored if nothing was broadcast, else a copy: sums count every element. */
function full(b: Builder, view: View): View {
  const whole = sizeOf(view.stored) === sizeOf(view.shape) && view.stored.length === view.shape.length;
  return whole ? view : plain(materialize(b, view), view.dtype, view.shape);
}

/** Reduces axes of a view in whatever order it is stored. */
export function reduceView(
  b: Builder,
  op: string,
  x: View,
  axes: readonly number[],
  keepDims: boolean,
): View {
  const kept = x.shape.map((n, i) => (axes.includes(i) ? 1 : n));
  const shape = keepDims ? kept : x.shape.filter((_, i) => !axes.includes(i));
  const { name, stored, perm, dtype } = full(b, x);
  if (axes.length === 0) return { ...x };
  const storedAxes = axes.map((i) => perm[i]!).sort((p, q) => p - q);
  const reduced = b.one(op, [name, b.int64(storedAxes)], { keepdims: 1 });
  const after = stored.map((n, i) => (storedAxes.includes(i) ? 1 : n));
  if (keepDims) return { name: reduced, dtype, shape, stored: after, perm };
  const rest = range(stored.length).filter((i) => !storedAxes.includes(i));
  const left = after.filter((_, i) => !storedAxes.includes(i));
  return {
    name: reshapeNode(b, reduced, after, left),
    dtype,
    shape,
    stored: left,
    perm: perm.filter((p) => !storedAxes.includes(p)).map((p) => rest.indexOf(p)),
  };
}

const axesGiven = ({ axis, reductionIndices }: Attributes, x: View): number[] =>
  axesOf(axis ?? reductionIndices, x.shape.length);

export const reduce =
  (op: string): KernelRule =>
  (b, { x }, attributes) =>
    reduceView(b, op, x!, axesGiven(attributes, x!), !!attributes.keepDims);

/**
 * Max and Min: NaN where any element is NaN. onnxruntime's own keep a NaN only where it comes first, and of a bound
 * that is NaN nothing may be proved.
 */
export const extreme =
  (op: string): KernelRule =>
  (b, { x }, attributes) => {
    const most = reduce(op)(b, { x: x! }, attributes) as View;
    if (x!.dtype !== 'float32') return most;
    const nans = elementwise(b, [x!], (name) => b.one('Cast', [b.one('IsNaN', [name])], { to: 1 }));
    const found = reduce('ReduceMax')(b, { x: nans }, attributes) as View;
    return elementwise(b, [most, found], (m, f) =>
      b.one('Where', [b.one('Equal', [f, b.scalar(0)]), m, b.scalar(Number.NaN)]),
    );
  };

const casted = (b: Builder, x: View, dtype: 'float32' | 'int32' | 'bool', to: number): View =>
  x.dtype === dtype ? x : { ...x, dtype, name: b.one('Cast', [x.name], { to }) };

export const mean: KernelRule = (b, { x }, attributes) =>
  reduce('ReduceMean')(b, { x: casted(b, x!, 'float32', 1) }, attributes);

/** Any and All: the greatest and the least of 0 and 1. */
export const reduceBool =
  (op: string): KernelRule =>
  (b, { x }, attributes) =>
    casted(b, reduce(op)(b, { x: casted(b, x!, 'int32', 6) }, attributes) as View, 'bool', 9);

/** The place of the greatest or least along one axis, the first of equals. */
export const argReduce =
  (op: string): KernelRule =>
  (b, { x }, attributes) => {
    const axis = axesGiven(attributes, x!)[0] ?? 0;
    const place = b.one(op, [materialize(b, x!)], { axis, keepdims: 0 });
    return plain(
      b.one('Cast', [place], { to: 6 }),
      'int32',
      x!.shape.filter((_, i) => i !== axis),
    );
  };

/** Sums along one axis; `reverse` from its end, `exclusive` without the element itself. */
export const cumsum: KernelRule = (b, { x }, { axis, exclusive, reverse }) => {
  const [along] = axesOf(axis, x!.shape.length);
  const sum = b.one(
    'CumSum',
    [materialize(b, x!), b.constant('int64', [], BigInt64Array.of(BigInt(along!)))],
    {
      exclusive: exclusive ? 1 : 0,
      reverse: reverse ? 1 : 0,
    },
  );
  return plain(sum, x!.dtype, x!.shape);
};

/** Products along one axis, which ONNX lacks: for each place the product over those that count, in one table. */
export const cumprod: KernelRule = (b, { x }, { axis, exclusive, reverse }) => {
  const [along] = axesOf(axis, x!.shape.length);
  const n = x!.shape[along!]!;
  const mask = Uint8Array.from({ length: n * n }, (_, k) => {
    const [i, j] = reverse ? [k % n, Math.floor(k / n)] : [Math.floor(k / n), k % n];
    return exclusive ? +(j < i) : +(j <= i);
  });
  const after = x!.shape.slice(along! + 1).map(() => 1);
  const counts = b.constant('bool', [n, n, ...after], mask);
  const rows = [...x!.shape.slice(0, along!), 1, ...x!.shape.slice(along!)];
  const one = b.scalar(1, x!.dtype as 'float32');
  const table = b.one('Where', [counts, b.one('Reshape', [materialize(b, x!), b.int64(rows)]), one]);
  const product = b.one('ReduceProd', [table, b.int64([along! + 1])], { keepdims: 0 });
  return plain(product, x!.dtype, x!.shape);
};
