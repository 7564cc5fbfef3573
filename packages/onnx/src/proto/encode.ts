import type { Attribute, Constant, DType, Graph, GraphNode, Value } from '../graph/graph';
import { ModelProto } from './descriptor';

/** The operator set every rule is written for, and the format version released with it (ONNX 1.13). */
const OPSET = 18;
const IR_VERSION = 8;

/** TensorProto.DataType */
const dataTypes: { readonly [K in DType]: number } = { float32: 1, int32: 6, int64: 7, bool: 9 };

/** AttributeProto.AttributeType */
const attributeTypes = { float: 1, int: 2, string: 3, ints: 7 } as const;

function attribute(name: string, value: Attribute): object {
  if (typeof value === 'number') return { name, i: value, type: attributeTypes.int };
  if (typeof value === 'string') {
    return { name, s: new TextEncoder().encode(value), type: attributeTypes.string };
  }
  if ('float' in value) return { name, f: value.float, type: attributeTypes.float };
  return { name, ints: value, type: attributeTypes.ints };
}

/** Ops outside the standard have their domain before their name: `com.microsoft.nchwc.Conv`. */
const domainOf = (op: string): string => op.slice(0, Math.max(0, op.lastIndexOf('.')));

const nodeProto = ({ op, inputs, outputs, attributes }: GraphNode): object => ({
  input: inputs,
  output: outputs,
  name: outputs[0],
  opType: op.slice(op.lastIndexOf('.') + 1),
  domain: domainOf(op),
  attribute: Object.entries(attributes).map(([name, value]) => attribute(name, value)),
});

const tensor = ({ name, dtype, shape, data }: Constant): object => ({
  name,
  dims: shape,
  dataType: dataTypes[dtype],
  rawData: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
});

const valueInfo = ({ name, dtype, shape }: Value): object => ({
  name,
  type: {
    tensorType: { elemType: dataTypes[dtype], shape: { dim: shape.map((dimValue) => ({ dimValue })) } },
  },
});

/**
 * The bytes of an `.onnx` file.
 *
 * @param besides names of tensors that are to be given out beside the outputs: what they are, onnxruntime finds out.
 */
export function encodeModel(graph: Graph, besides: readonly string[] = []): Uint8Array {
  const domains = [...new Set(graph.nodes.map(({ op }) => domainOf(op)))].filter((domain) => domain !== '');
  return ModelProto.encode({
    irVersion: IR_VERSION,
    producerName: '@ibp/onnx',
    opsetImport: [{ domain: '', version: OPSET }, ...domains.map((domain) => ({ domain, version: 1 }))],
    graph: {
      name: 'graph',
      node: graph.nodes.map(nodeProto),
      initializer: graph.constants.map(tensor),
      input: graph.inputs.map(valueInfo),
      output: [...graph.outputs.map(valueInfo), ...besides.map((name) => ({ name }))],
    },
  } as never).finish();
}
