import type { Builder } from '../graph/builder';
import { elementwise } from '../graph/elementwise';
import { axesOf, range, sizeOf } from '../graph/shapes';
import { materialize, permuted, plain, reshapeNode, type View } from '../graph/view';
import { type Form, inForms } from './forms';
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

function axesGiven({ axis, reductionIndices }: Attributes, x: View): number[] {
  return axesOf(axis ?? reductionIndices, x.shape.length);
}

export const reduce =
  (op: string): KernelRule =>
  (b, { x }, attributes) =>
    reduceView(b, op, x!, axesGiven(attributes, x!), !!attributes.keepDims);

/** Whether all axes that are stored but the last are summed. */
function isOfRows(x: View, attributes: Attributes): boolean {
  const { stored, perm, shape } = x;
  const axes = axesGiven(attributes, x).map((i) => perm[i]!);
  const whole = sizeOf(stored) === sizeOf(shape) && stored.length === shape.length;
  return whole && stored.length > 1 && axes.length === stored.length - 1 && !axes.includes(stored.length - 1);
}

/**
 * A sum over all axes but the last as a product with a row of ones, the same up to the order of the sum: a CPU adds the rows of a matrix
 * in half to an eighth of the time so, on one thread or two.
 */
const product: Form = (b, inputs, attributes) => {
  const x = inputs.x!;
  const columns = x.stored.at(-1)!;
  const rows = sizeOf(x.stored) / columns;
  const matrix = b.one('Reshape', [x.name, b.int64([rows, columns])]);
  const sum = b.one('MatMul', [b.constant('float32', [1, rows], new Float32Array(rows).fill(1)), matrix]);
  if (!attributes.keepDims) return plain(reshapeNode(b, sum, [1, columns], [columns]), x.dtype, [columns]);
  const stored = [...x.stored.slice(1).map(() => 1), columns];
  return { ...x, name: reshapeNode(b, sum, [1, columns], stored), stored, shape: permuted(stored, x.perm) };
};

const rowSum = inForms('Sum', {
  reduced: (b, inputs, attributes) => reduce('ReduceSum')(b, inputs, attributes) as View,
  product,
});

/** Of large matrices there is a faster way to add the rows. */
export const sum: KernelRule = (b, inputs, attributes) =>
  inputs.x!.dtype === 'float32' && isOfRows(inputs.x!, attributes)
    ? rowSum(b, inputs, attributes)
    : reduce('ReduceSum')(b, inputs, attributes);

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
