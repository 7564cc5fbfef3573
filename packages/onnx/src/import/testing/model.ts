import { ModelProto } from '../../proto/descriptor';

export const value = (name: string, shape: readonly number[], elemType = 1) => ({
  name,
  type: { tensorType: { elemType, shape: { dim: shape.map((dimValue) => ({ dimValue })) } } },
});

/** A node, with attributes of whole numbers and lists of them. */
export const node = (
  opType: string,
  input: readonly string[],
  output: readonly string[],
  attributes: { readonly [name: string]: number | readonly number[] } = {},
) => ({
  ...{ opType, input, output },
  attribute: Object.entries(attributes).map(([name, one]) =>
    typeof one === 'number' ? { name, i: one, type: 2 } : { name, ints: one, type: 7 },
  ),
});

/** The bytes of a file from `x` to `y`, both `[1, 4]` unless `more` says otherwise. */
export const modelOf = (
  nodes: readonly object[],
  more: object = {},
  shape: readonly number[] = [1, 4],
): Uint8Array =>
  ModelProto.encode({
    opsetImport: [{ version: 18 }],
    graph: { node: nodes, input: [value('x', shape)], output: [value('y', shape)], ...more },
  } as never).finish();

/** Whole numbers as an initializer. */
export const ints = (name: string, list: readonly number[]) => ({
  ...{ name, dims: [list.length], dataType: 7, int64Data: list },
});

/** Floats as an initializer. */
export const floats = (name: string, dims: readonly number[], data: readonly number[]) => ({
  ...{ name, dims, dataType: 1, floatData: data },
});
