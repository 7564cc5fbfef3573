/** Files of ONNX written by hand, byte by byte: nothing of what reads them has a part in it. */

type Field = readonly [number: number, value: number | string | Uint8Array];

/** A message of protobuf: whole numbers as varints, all else with its length. */
function message(...fields: readonly Field[]): Uint8Array {
  const bytes: number[] = [];
  const varint = (value: number): void => {
    for (let rest = value; ; rest = Math.floor(rest / 128)) {
      bytes.push((rest % 128) + (rest >= 128 ? 128 : 0));
      if (rest < 128) return;
    }
  };
  for (const [number, value] of fields) {
    varint(8 * number + (typeof value === 'number' ? 0 : 2));
    if (typeof value === 'number') varint(value);
    else {
      const own = typeof value === 'string' ? new TextEncoder().encode(value) : value;
      varint(own.length);
      for (const byte of own) bytes.push(byte);
    }
  }
  return Uint8Array.from(bytes);
}

const value = (name: string, dims: readonly number[]): Uint8Array => {
  const shape = message(...dims.map((n): Field => [1, message([1, n])]));
  return message([1, name], [2, message([1, message([1, 1], [2, shape])])]);
};

/** Nodes and weights of a graph from `x` on. */
export type OnnxGraph = {
  /** The name of what a node of this op gives; attributes are whole numbers. */
  readonly node: (
    op: string,
    inputs: readonly string[],
    attributes?: { readonly [name: string]: number },
  ) => string;
  readonly floats: (dims: readonly number[], data: readonly number[]) => string;
  /** The file, from `x` of shape `[1, inputs]` to a value. */
  readonly file: (inputs: number, output: string, outputs: number) => Uint8Array;
};

export function onnxGraph(): OnnxGraph {
  const nodes: Field[] = [];
  const weights: Field[] = [];
  return {
    node: (op, inputs, attributes = {}) => {
      const name = `v${nodes.length}`;
      const own = Object.entries(attributes).map(
        ([key, i]): Field => [5, message([1, key], [3, i], [20, 2])],
      );
      nodes.push([1, message(...inputs.map((input): Field => [1, input]), [2, name], [4, op], ...own)]);
      return name;
    },
    floats: (dims, data) => {
      const name = `w${weights.length}`;
      const raw = new Uint8Array(Float32Array.from(data).buffer);
      weights.push([5, message(...dims.map((n): Field => [1, n]), [2, 1], [8, name], [9, raw])]);
      return name;
    },
    file: (inputs, output, outputs) => {
      const ends: Field[] = [
        [11, value('x', [1, inputs])],
        [12, value(output, [1, outputs])],
      ];
      const graph = message(...nodes, [2, 'graph'], ...weights, ...ends);
      return message([1, 8], [7, graph], [8, message([2, 13])]);
    },
  };
}
