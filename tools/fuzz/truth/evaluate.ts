import { matMulSizes, type PlainNetwork, type PlainNode } from '@ibp/core';
import type { Row } from '../case';
import { sizeOf } from '../net';
import { functions, type Point, partial } from './functions';
import { type LinearRow, linearRows } from './linear';
import { maxUnits } from './windows';

/** Values in float64 and how far each may be from the exact one. */
export type Values = { readonly value: Float64Array; readonly error: Float64Array };

type Step = (values: readonly Values[]) => Values;

/** A network made ready to be computed at many points, with a bound of the rounding errors of float64. */
export type Evaluator = {
  readonly plain: PlainNetwork;
  /** The rows of each linear node. */
  readonly rows: readonly (readonly LinearRow[] | undefined)[];
  /** The values of every node at a point. */
  readonly trace: (x: Float64Array) => readonly Values[];
  /** Those of the output. */
  readonly output: (x: Float64Array) => Values;
  /** Whether the network, for sure, has no value at a point: the logarithm of -1 is in it. */
  readonly undefinedAt: (x: Float64Array) => boolean;
};

const unit = 2 ** -53;
const least = 2 ** -1074;

const blank = (n: number) => ({ value: new Float64Array(n), error: new Float64Array(n) });

/** Running error analysis (Higham 2002, ch. 3): sums of n products are off by (n + 2) units of their magnitudes. */
export function contracted(
  columns: readonly number[] | undefined,
  weights: ArrayLike<number>,
  bias: number,
  x: Values,
): Point {
  let [sum, magnitude, carried] = [bias, Math.abs(bias), 0];
  const n = weights.length;
  for (let k = 0; k < n; k++) {
    const at = columns ? columns[k]! : k;
    const product = weights[k]! * x.value[at]!;
    sum += product;
    magnitude += Math.abs(product);
    carried += Math.abs(weights[k]!) * x.error[at]!;
  }
  return [sum, 1.001 * (carried + (n + 3) * unit * magnitude) + n * least];
}

function linearStep(rows: readonly LinearRow[], inputs: readonly number[]): Step {
  return (values) => {
    const x = inputs.length === 1 ? values[inputs[0]!]! : joined(inputs.map((i) => values[i]!));
    const y = blank(rows.length);
    for (let i = 0; i < rows.length; i++) {
      const { columns, weights, bias, divisor } = rows[i]!;
      const [sum, error] = contracted(columns, weights, bias, x);
      y.value[i] = sum / divisor;
      y.error[i] = divisor === 1 ? error : error / divisor + Math.abs(sum / divisor) * 2 * unit;
    }
    return y;
  };
}

function joined(parts: readonly Values[]): Values {
  const all = blank(parts.reduce((sum, { value }) => sum + value.length, 0));
  let at = 0;
  for (const { value, error } of parts) {
    all.value.set(value, at);
    all.error.set(error, at);
    at += value.length;
  }
  return all;
}

function softmaxStep([input]: readonly number[], classes: number): Step {
  return (values) => {
    const x = values[input!]!;
    const y = blank(x.value.length);
    for (let start = 0; start < x.value.length; start += classes) {
      const row = x.value.subarray(start, start + classes);
      const errors = x.error.subarray(start, start + classes);
      const greatest = Math.max(...row);
      const powers = row.map((v) => Math.exp(v - greatest));
      const total = powers.reduce((a, b) => a + b);
      const off = Math.expm1(2 * Math.max(...errors));
      for (const [k, power] of powers.entries()) {
        const share = power / total;
        y.value[start + k] = share;
        y.error[start + k] = share * off + 2 ** -48 * (share + Math.abs(row[k]! - greatest) * share);
      }
    }
    return y;
  };
}

/** Products of matrices, and what each sum of products may be off by. */
function matMulStep({ inputs, shape }: PlainNode, { nodes }: PlainNetwork): Step {
  const { rows, inner, columns } = matMulSizes(inputs.map((i) => nodes[i]!.shape));
  return (values) => {
    const [a, b] = inputs.map((i) => values[i]!) as [Values, Values];
    const y = blank(sizeOf(shape));
    for (let i = 0; i < y.value.length; i++) {
      const left = Math.floor(i / columns) * inner;
      const right = Math.floor(i / (rows * columns)) * inner * columns + (i % columns);
      let [sum, size, error] = [0, 0, 0];
      for (let k = 0; k < inner; k++) {
        const [x, z] = [left + k, right + k * columns];
        const [p, q, e, f] = [a.value[x]!, b.value[z]!, a.error[x]!, b.error[z]!];
        sum += p * q;
        size += Math.abs(p * q);
        error += Math.abs(p) * f + Math.abs(q) * e + e * f + least;
      }
      y.value[i] = sum;
      y.error[i] = 1.001 * (error + (inner + 1) * size * unit);
    }
    return y;
  };
}

function step(node: PlainNode, plain: PlainNetwork, rows: readonly LinearRow[] | undefined): Step {
  const { inputs } = node;
  if (rows) return linearStep(rows, inputs);
  const [first] = inputs as [number];
  const n = sizeOf(node.shape);
  const units = maxUnits(node, plain);
  if (units) {
    return (values) => {
      const { value, error } = values[first]!;
      const y = blank(n);
      for (let i = 0; i < n; i++) {
        y.value[i] = Math.max(...units[i]!.map((k) => value[k]!));
        y.error[i] = Math.max(...units[i]!.map((k) => error[k]!));
      }
      return y;
    };
  }
  if (node.op === 'softmax') return softmaxStep(inputs, node.shape.at(-1)!);
  if (node.op === 'multiply') {
    return (values) => {
      const [a, b] = inputs.map((i) => values[i]!) as [Values, Values];
      const y = blank(n);
      for (let i = 0; i < n; i++) {
        const [p, q, e, f] = [a.value[i]!, b.value[i]!, a.error[i]!, b.error[i]!];
        y.value[i] = p * q;
        y.error[i] = 1.001 * (Math.abs(p) * f + Math.abs(q) * e + e * f) + Math.abs(p * q) * unit + least;
      }
      return y;
    };
  }
  if (node.op === 'matMul') return matMulStep(node, plain);
  const f = functions[node.op];
  if (!f) throw new Error(`evaluator: knows no op "${node.op}"`);
  return (values) => {
    const { value, error } = values[first]!;
    const y = blank(n);
    for (let i = 0; i < n; i++)
      [y.value[i], y.error[i]] = f(value[i]!, error[i]!, node.params as { alpha?: number }) as [
        number,
        number,
      ];
    return y;
  };
}

export function evaluator(plain: PlainNetwork): Evaluator {
  const rows = plain.nodes.map((node) => linearRows(node, plain));
  const steps = plain.nodes.map((node, i) => (node.op === 'input' ? undefined : step(node, plain, rows[i])));
  const trace = (x: Float64Array): Values[] => {
    const values: Values[] = [{ value: x, error: new Float64Array(x.length) }];
    for (let i = 1; i < steps.length; i++) values.push(steps[i]!(values));
    return values;
  };
  const places = plain.nodes.flatMap(({ op }, i) => (partial.includes(op) ? [i] : []));
  // NaN of what is a number: where that has overflowed, nothing is sure
  const undefinedAt = (x: Float64Array): boolean => {
    if (places.length === 0) return false;
    const values = trace(x);
    return places.some((i) => {
      const { value, error } = values[plain.nodes[i]!.inputs[0]!]!;
      return values[i]!.value.some((v, k) => Number.isNaN(v) && Number.isFinite(value[k]! + error[k]!));
    });
  };
  return { plain, rows, trace, output: (x) => trace(x).at(-1)!, undefinedAt };
}

/** The value of a row at an output. */
export function rowValue({ c, d }: Row, z: Values): Point {
  return contracted(undefined, c, d, z);
}
