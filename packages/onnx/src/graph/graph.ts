/** Element types of a graph; int64 is for shapes and axes only, tensors of tfjs are never int64. */
export type DType = 'float32' | 'int32' | 'bool' | 'int64';

/** A tensor of a graph: known by name, its shape static. */
export type Value = { readonly name: string; readonly dtype: DType; readonly shape: readonly number[] };

/** What the elements of a tensor are held in: bool as bytes of 0 and 1. */
export type TensorData = Float32Array | Int32Array | Uint8Array | BigInt64Array;

/** A tensor whose values are part of the graph. */
export type Constant = Value & { readonly data: TensorData };

/** An attribute: a whole number, several, a string, or `{ float }`, since JavaScript cannot tell 1 from 1.0. */
export type Attribute = number | string | readonly number[] | { readonly float: number };

/** One operator of ONNX. */
export type GraphNode = {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: { readonly [name: string]: Attribute };
};

/** Nodes in an order in which each finds its inputs computed. */
export type Graph = {
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly constants: readonly Constant[];
  readonly nodes: readonly GraphNode[];
};
