import { formatShape, type Shape, sizeOf } from '@ibp/core';
import { commonShape } from '../constant/broadcast';
import { asFloat32, type Constant, constant } from '../constant/constant';
import { permuted } from '../constant/strided';
import { arranged, reshape, transpose } from '../graph/arrange';
import { spread } from '../graph/binary';
import type { Call, OpRule } from '../graph/call';
import { dense } from '../graph/dense';
import { inFileOrder, type Value, type Variable } from '../graph/value';
import { combine, product, sum } from './arithmetic';
import { input } from './inputs';

/** A matrix `[rows, columns]` of a constant whose other axes are of size 1. */
type Matrix = { readonly shape: readonly [number, number]; readonly data: Float32Array };

function matrix(call: Call, { shape, data }: Constant): Matrix {
  const [rows, columns] = shape.slice(-2) as [number, number];
  if (shape.length < 2 || shape.slice(0, -2).some((n) => n !== 1)) {
    call.refuse(`expected one constant matrix, got ${formatShape(shape)}`);
  }
  return { shape: [rows, columns], data: asFloat32(data) };
}

export const transposed = ({ shape: [rows, columns], data }: Matrix): Matrix => ({
  shape: [columns, rows],
  data: permuted(data, [rows, columns], [1, 0]),
});

const swapped = (rank: number): number[] => [...Array(rank - 2).keys(), rank - 1, rank - 2];

/** `x @ w` over the last axis of `x`. */
function timesMatrix(call: Call, x: Variable, w: Matrix): Variable {
  if (x.shape.at(-1) !== w.shape[0]) {
    call.refuse(`expected matrices that fit, got ${formatShape(x.shape)} and ${formatShape(w.shape)}`);
  }
  return dense(call.build, x, w);
}

/** `w @ x` over the last axis of `x` but one. */
function matrixTimes(call: Call, w: Matrix, x: Variable): Variable {
  const axes = swapped(x.shape.length);
  return transpose(call.build, timesMatrix(call, transpose(call.build, x, axes), transposed(w)), axes);
}

/** A product of matrices as numpy has it: vectors get an axis of size 1 that the product lacks again. */
export function multiplied(call: Call, a: Value, b: Value): Value {
  if (a.shape.length === 0 || b.shape.length === 0) call.refuse('expected matrices, got a number');
  const [row, column] = [a.shape.length === 1, b.shape.length === 1];
  const left = row ? { ...a, shape: [1, ...a.shape] } : a;
  const right = column ? { ...b, shape: [...b.shape, 1] } : b;
  const full = byKind(call, left, right);
  const rank = full.shape.length;
  const dropped = [...(row ? [rank - 2] : []), ...(column ? [rank - 1] : [])];
  return { ...full, shape: full.shape.filter((_, axis) => !dropped.includes(axis)) };
}

function byKind(call: Call, a: Value, b: Value): Value {
  if (a.kind === 'constant' && b.kind === 'constant') return folded(call, a, b);
  if (b.kind === 'constant') {
    const made = timesMatrix(call, a as Variable, matrix(call, b));
    const ones = Array<number>(Math.max(b.shape.length - made.shape.length, 0)).fill(1);
    return reshape(made, [...ones, ...made.shape]);
  }
  if (a.kind === 'constant') {
    const made = matrixTimes(call, matrix(call, a), b);
    const ones = Array<number>(Math.max(a.shape.length - made.shape.length, 0)).fill(1);
    return reshape(made, [...ones, ...made.shape]);
  }
  return productOfVariables(call, a as Variable, b);
}

/** A product of two values, matrix by matrix along the axes before, which are repeated where one of them has fewer. */
function productOfVariables(call: Call, a: Variable, b: Variable): Variable {
  const { build, refuse } = call;
  const [rows, columns] = [a.shape.at(-2)!, b.shape.at(-1)!];
  const inner = a.shape.at(-1)!;
  const outer = commonShape([a.shape.slice(0, -2), b.shape.slice(0, -2)]);
  if (b.shape.at(-2) !== inner || !outer) {
    return refuse(`expected matrices that fit, got ${formatShape(a.shape)} and ${formatShape(b.shape)}`);
  }
  const count = sizeOf(outer);
  const matrices = (x: Variable, own: Shape): number => {
    const whole = spread(build, x, [...outer, ...own]);
    return arranged(build, whole, [...whole.shape.keys()], count === 1 ? own : [count, ...own]);
  };
  const made = build.add('matMul', {}, [matrices(a, [rows, inner]), matrices(b, [inner, columns])]);
  return inFileOrder(made, [...outer, rows, columns]);
}

/** The product of two constants, summed in float64. */
function folded(call: Call, a: Constant, b: Constant): Constant {
  const [x, y] = [matrix(call, a), matrix(call, b)];
  const [[rows, inner], [other, columns]] = [x.shape, y.shape];
  if (inner !== other) {
    call.refuse(`expected matrices that fit, got ${formatShape(x.shape)} and ${formatShape(y.shape)}`);
  }
  call.build.charge(rows * columns * Math.ceil(inner / 16));
  const data = new Float32Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      let total = 0;
      for (let k = 0; k < inner; k++) total += x.data[i * inner + k]! * y.data[k * columns + j]!;
      data[i * columns + j] = total;
    }
  }
  const rank = Math.max(a.shape.length, b.shape.length);
  return constant('float32', [...Array<number>(rank - 2).fill(1), rows, columns], data);
}

export const matMul: OpRule = (call) => multiplied(call, input(call, 0), input(call, 1));

const turned = (call: Call, value: Value): Value => {
  if (value.shape.length !== 2) call.refuse(`expected a matrix, got ${formatShape(value.shape)}`);
  if (value.kind === 'variable') return transpose(call.build, value, [1, 0]);
  const { shape, data } = value;
  return { ...value, shape: [shape[1]!, shape[0]!], data: permuted(data as Float32Array, shape, [1, 0]) };
};

/** `alpha A B + beta C`, A and B transposed where their flags say so. */
export const gemm: OpRule = (call) => {
  const { attributes, inputs } = call;
  const [a, b] = ([0, 1] as const).map((i) => {
    const value = input(call, i);
    return attributes.int(i === 0 ? 'transA' : 'transB', 0) ? turned(call, value) : value;
  }) as [Value, Value];
  const scaled = (value: Value, factor: number): Value =>
    factor === 1 ? value : combine(call, product, value, constant('float32', [], [factor]));
  const alpha = attributes.float('alpha', 1);
  // on the constant, so that no node is needed
  const made =
    b.kind === 'constant' ? multiplied(call, a, scaled(b, alpha)) : multiplied(call, scaled(a, alpha), b);
  const beta = attributes.float('beta', 1);
  return inputs[2] ? combine(call, sum, made, scaled(inputs[2], beta)) : made;
};
