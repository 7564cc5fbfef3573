import type { Builder } from '../graph/builder';
import { broadcastShape, range, sizeOf } from '../graph/shapes';
import { inverse, materialize, plain, transposeView, type View } from '../graph/view';
import type { KernelRule } from './rule';
import { reshapeView } from './shape';

/** A matrix as Gemm takes it: stored in either order, with the flag that says which. */
function operand(b: Builder, view: View): { name: string; transposed: number } {
  const swapped =
    view.stored.length === 2 && view.perm[0] === 1 && sizeOf(view.stored) === sizeOf(view.shape);
  return swapped ? { name: view.name, transposed: 1 } : { name: materialize(b, view), transposed: 0 };
}

const swapLast = (b: Builder, view: View): View => {
  const axes = range(view.shape.length);
  return transposeView(b, view, [...axes.slice(0, -2), axes.at(-1)!, axes.at(-2)!]);
};

const isMatrix = ({ shape }: View): boolean => sizeOf(shape.slice(0, -2)) === 1;

/** Two matrices are a Gemm, whose flags spare every transpose; with batches onnxruntime's MatMul broadcasts. */
export const batchMatMul: KernelRule = (b, inputs, { transposeA, transposeB }) => {
  const left = transposeA ? swapLast(b, inputs.a!) : inputs.a!;
  const right = transposeB ? swapLast(b, inputs.b!) : inputs.b!;
  const rows = left.shape.at(-2)!;
  const columns = right.shape.at(-1)!;
  const shape = [...broadcastShape([left.shape.slice(0, -2), right.shape.slice(0, -2)]), rows, columns];
  if (isMatrix(left) && isMatrix(right)) {
    const [p, q] = [asMatrix(b, left), asMatrix(b, right)].map((view) => operand(b, view)) as [
      Operand,
      Operand,
    ];
    const product = b.one('Gemm', [p.name, q.name], { transA: p.transposed, transB: q.transposed });
    return reshapeView(b, plain(product, 'float32', [rows, columns]), shape);
  }
  return plain(b.one('MatMul', [materialize(b, left), materialize(b, right)]), 'float32', shape);
};

type Operand = ReturnType<typeof operand>;

/** Batch axes of length 1 dropped, keeping the order in which the two others are stored. */
function asMatrix(b: Builder, view: View): View {
  if (view.shape.length === 2) return view;
  const swapped = inverse(view.perm).at(-1) === view.shape.length - 2;
  const matrix = swapped ? swapLast(b, view) : view;
  const flat = reshapeView(b, matrix, matrix.shape.slice(-2));
  return swapped ? swapLast(b, flat) : flat;
}
