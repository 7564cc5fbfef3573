import { formatShape, type Shape } from '@ibp/core';
import { commonShape } from '../constant/broadcast';
import { type Constant, isFloat } from '../constant/constant';
import { mapped, zipped } from '../constant/elementwise';
import { affine } from '../graph/affine';
import { binary, spread } from '../graph/binary';
import type { Call, OpRule } from '../graph/call';
import type { Value, Variable } from '../graph/value';
import { input } from './inputs';

/** What becomes of `a op b` where both are known, one is, or none. */
type Arithmetic = {
  readonly fold: (a: number, b: number) => number;
  readonly right: (call: Call, x: Variable, c: Constant) => Variable;
  readonly left: (call: Call, c: Constant, x: Variable) => Variable;
  readonly both: (call: Call, a: Variable, b: Variable) => Variable | undefined;
};

/** The value with as many elements as it has together with a constant. */
const alongside = (call: Call, x: Variable, shape: Shape): Variable => spread(call.build, x, shape);

export function combine(call: Call, { fold, right, left, both }: Arithmetic, a: Value, b: Value): Value {
  const shape = commonShape([a.shape, b.shape]);
  if (!shape) {
    return call.refuse(
      `expected shapes that broadcast, got ${formatShape(a.shape)} and ${formatShape(b.shape)}`,
    );
  }
  if (a.kind === 'constant' && b.kind === 'constant') {
    call.build.charge(shape.reduce((x, y) => x * y, 1));
    const whole = !isFloat(a.type);
    return zipped([a, b], shape, whole ? (x, y) => Math.trunc(fold(x, y)) : fold);
  }
  if (b.kind === 'constant') return right(call, alongside(call, a as Variable, shape), b);
  if (a.kind === 'constant') return left(call, a, alongside(call, b, shape));
  return both(call, a, b)!;
}

const rule =
  (arithmetic: Arithmetic): OpRule =>
  (call) =>
    combine(call, arithmetic, input(call, 0), input(call, 1));

const minusOne: Constant = { kind: 'constant', type: 'float32', shape: [], data: Float32Array.of(-1) };
const negated = (c: Constant): Constant => mapped(c, (x) => -x);

const plus: Arithmetic = {
  fold: (a, b) => a + b,
  right: ({ build }, x, shift) => affine(build, x, { shift }),
  left: ({ build }, shift, x) => affine(build, x, { shift }),
  both: ({ build }, a, b) => binary(build, 'add', a, b),
};

const minus: Arithmetic = {
  fold: (a, b) => a - b,
  right: ({ build }, x, c) => affine(build, x, { shift: negated(c) }),
  left: ({ build }, shift, x) => affine(build, x, { scale: minusOne, shift }),
  both: ({ build }, a, b) => binary(build, 'subtract', a, b),
};

const times: Arithmetic = {
  fold: (a, b) => a * b,
  right: ({ build }, x, scale) => affine(build, x, { scale }),
  left: ({ build }, scale, x) => affine(build, x, { scale }),
  both: ({ build }, a, b) => binary(build, 'multiply', a, b),
};

const reciprocal = (call: Call, x: Variable): Variable =>
  ({ ...x, node: call.build.add('reciprocal', {}, [x.node]) }) satisfies Variable;

/** `x / (1 + |x|)`, as exporters write it, as one function. */
function softsign({ build }: Call, x: Variable, divisor: Variable): Variable | undefined {
  const node = build.nodeAt(divisor.node);
  if (node.op !== 'affine' || ![...node.params.scale.data, ...node.params.shift.data].every((v) => v === 1)) {
    return undefined;
  }
  const { op, inputs } = build.nodeAt(node.inputs[0]!);
  return op === 'abs' && inputs[0] === x.node
    ? { ...x, node: build.add('softsign', {}, [x.node]) }
    : undefined;
}

/** The inverse of a constant is rounded to float32: what is imported multiplies by it. */
const over: Arithmetic = {
  fold: (a, b) => a / b,
  right: ({ build, refuse }, x, c) => {
    const scale = mapped(c, (v) => 1 / v, 'float32');
    if (!scale.data.every(Number.isFinite)) refuse('expected a divisor whose inverse is a finite float32');
    return affine(build, x, { scale });
  },
  left: (call, c, x) => times.left(call, c, reciprocal(call, x)),
  both: (call, a, b) => softsign(call, a, b) ?? times.both(call, a, reciprocal(call, b)),
};

export const quotient = over;
export const sum = plus;
export const difference = minus;
export const product = times;

export const add = rule(plus);
export const sub = rule(minus);
export const mul = rule(times);
export const div = rule(over);
/** `-x`. */
export const neg: OpRule = (call) => {
  const x = input(call, 0);
  return x.kind === 'constant' ? negated(x) : affine(call.build, x, { scale: minusOne });
};
