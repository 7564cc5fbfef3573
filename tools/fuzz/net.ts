import { ops } from '@ibp/bounds';
import type { OpName, Shape } from '@ibp/core';
import type { CompositeNode } from '@ibp/layers';

/** Numbers with their shape; float32, as networks store them. */
export type Numbers = { readonly shape: Shape; readonly data: Float32Array };

export type NetNode = {
  readonly op: 'input' | OpName | CompositeNode['op'];
  readonly inputs: readonly number[];
  readonly shape: Shape;
  readonly params: { readonly [name: string]: unknown };
};

/** A network without tensors: node 0 is the input, the last node the output. */
export type Net = { readonly nodes: readonly NetNode[] };

export const sizeOf = (shape: Shape): number => shape.reduce((a, b) => a * b, 1);

export const numbers = (shape: Shape, of: (i: number) => number): Numbers => ({
  shape,
  data: Float32Array.from({ length: sizeOf(shape) }, (_, i) => of(i)),
});

export const isNumbers = (value: unknown): value is Numbers =>
  typeof value === 'object' && value !== null && 'data' in value && 'shape' in value;

/** Collects nodes; a node takes in the one before it unless told. */
export class NetBuilder {
  readonly nodes: NetNode[];

  constructor(input: Shape) {
    this.nodes = [{ op: 'input', inputs: [], shape: input, params: {} }];
  }

  get last(): number {
    return this.nodes.length - 1;
  }

  shapeOf(node = this.last): Shape {
    return this.nodes[node]!.shape;
  }

  /** @throws as the op does where the shapes do not fit. */
  add(op: NetNode['op'], params: NetNode['params'] = {}, inputs: readonly number[] = [this.last]): this {
    const shape = shapeAfter(
      op,
      inputs.map((i) => this.nodes[i]!.shape),
      params,
    );
    this.nodes.push({ op, inputs, shape, params });
    return this;
  }

  /** `x W + b`, rows of W being inputs. */
  dense(kernel: readonly (readonly number[])[], bias?: readonly number[]): this {
    const [rows, columns] = [kernel.length, kernel[0]!.length];
    return this.add('dense', {
      kernel: numbers([rows, columns], (i) => kernel[Math.floor(i / columns)]![i % columns]!),
      ...(bias ? { bias: numbers([columns], (i) => bias[i]!) } : {}),
    });
  }

  done(): Net {
    return { nodes: this.nodes };
  }
}

/** The shape that an op gives, from the shapes of its inputs and its parameters. */
export function shapeAfter(op: NetNode['op'], inputs: readonly Shape[], params: NetNode['params']): Shape {
  if (op === 'input') return inputs[0] ?? [];
  if (op === 'batchNorm' || op === 'rescale') return inputs[0]!;
  // the shapes of parameters are all that outputShape reads
  const ranked = (given: NetNode['params']) =>
    Object.fromEntries(
      Object.entries(given).map(([k, v]) => [k, isNumbers(v) ? { ...v, rank: v.shape.length } : v]),
    );
  if (op === 'conv1d') {
    const { kernel, stride = 1, dilation = 1, padding = 'valid', ...rest } = params;
    const [length, channels, filters] = (kernel as Numbers).shape as [number, number, number];
    const wide = { shape: [length, 1, channels, filters], data: (kernel as Numbers).data };
    const flat = { ...rest, kernel: wide, strides: [stride, 1], dilations: [dilation, 1], padding };
    return ops.conv2d.outputShape(inputs, ranked(flat) as never);
  }
  return ops[op].outputShape(inputs as never, ranked(params) as never);
}

/** The net as JSON that a person reads: numbers as nested lists of few digits too many. */
export const netToJson = ({ nodes }: Net): unknown =>
  nodes.map(({ op, inputs, shape, params }) => ({
    op,
    inputs,
    shape,
    ...(Object.keys(params).length > 0
      ? {
          params: Object.fromEntries(
            Object.entries(params).map(([k, v]) => [k, isNumbers(v) ? nested(v.data, v.shape) : v]),
          ),
        }
      : {}),
  }));

export function nested(data: ArrayLike<number>, shape: Shape): unknown {
  if (shape.length === 0) return data[0];
  const [first, ...rest] = shape as [number, ...number[]];
  const step = sizeOf(rest);
  if (rest.length === 0) return Array.from(data);
  return Array.from({ length: first }, (_, i) =>
    nested(Array.prototype.slice.call(data, i * step, (i + 1) * step), rest),
  );
}
