import { assertShape } from '@ibp/core';
import type * as tf from '@tensorflow/tfjs-core';
import { type Captured, capture, type TensorFunction, type TensorSpec } from './capture/capture';
import type { Graph } from './graph/graph';
import { optimize } from './optimize/optimize';
import { splitGiven } from './optimize/split-given';
import { encodeModel } from './proto/encode';
import type { Device } from './runtime/device';
import { emptyArray, type HostTensor, type Input, type NumericType, toHost } from './runtime/host-tensor';
import { isWeb, type OnnxSession, type OnnxTensors } from './runtime/onnx-runtime';
import type { Value } from './runtime/variable-store';

/** A function as onnxruntime runs it, for inputs of certain shapes. */
export type Program = Captured & {
  readonly session: OnnxSession;
  /** What `session` takes. */
  readonly inputs: ReadonlySet<string>;
  /** What is computed once for many runs, and taken by `session` as the inputs `between`. */
  readonly once?: {
    readonly session: OnnxSession;
    readonly inputs: readonly string[];
    readonly between: readonly string[];
  };
};

type Inputs = { readonly [name: string]: Input };

/** @param once inputs that many runs have in common, which may be none but variables; undefined where runs have nothing in common. */
export async function build(
  device: Device,
  fn: TensorFunction,
  specs: { readonly [name: string]: TensorSpec },
  once: readonly string[] | undefined,
): Promise<Program> {
  const captured = capture(fn, specs, await device.forms(fn, specs));
  for (const [name, variable] of captured.writes) {
    const { shape } = captured.graph.outputs.find((output) => output.name === name)!;
    assertShape(variable.name, variable.shape, shape);
  }
  const graph = device.suited(optimize(captured.graph));
  // a GPU has its tensors elsewhere, and would bring them here and back
  const parts =
    once !== undefined && !device.variables.onDevice ? await split(device, captured, graph, once) : undefined;
  const { inputs } = parts?.rest ?? graph;
  return {
    ...captured,
    ...(parts && { once: parts.once }),
    session: await device.createSession(encodeModel(parts?.rest ?? graph), [...captured.writes.keys()]),
    inputs: new Set(inputs.map(({ name }) => name)),
  };
}

/** The graph without what comes of inputs that many runs have in common, and that apart. */
async function split(device: Device, { reads, writes }: Captured, graph: Graph, once: readonly string[]) {
  const written = new Set(writes.values());
  const constant = [...reads].flatMap(([name, variable]) => (written.has(variable) ? [] : name));
  const { given, between, rest } = splitGiven(graph, new Set([...once, ...constant]));
  if (between.length === 0) return undefined;
  const session = await device.createSession(encodeModel(given, between), []);
  // of what types and shapes they are, onnxruntime knows
  const zeros = given.inputs.map(({ name, dtype, shape }) => {
    const type = dtype as NumericType;
    return [name, new device.runtime.Tensor(type, emptyArray(type, shape), shape)] as const;
  });
  const found = await session.run(Object.fromEntries(zeros), between);
  const values = between.map((name) => {
    const { type, dims } = found[name]!;
    return { name, dtype: type as NumericType, shape: dims };
  });
  return {
    once: { session, inputs: given.inputs.map(({ name }) => name), between },
    rest: { ...rest, inputs: [...rest.inputs, ...values] },
  };
}

export async function releaseProgram({ session, once }: Program): Promise<void> {
  await session.release();
  await once?.session.release();
}

/** What was computed for many runs, and of which values of the variables. */
export type Held = { readonly tensors: OnnxTensors; readonly versions: string };

/** What {@link runProgram} takes as `kept`, for as many runs as have the inputs in common: what there is, if no variable has changed. */
export async function computeOnce(
  device: Device,
  { reads, once }: Program,
  given: Given,
  before: Held | undefined,
): Promise<Held> {
  if (!once) return { tensors: {}, versions: '' };
  const variables = once.inputs.flatMap((name) => reads.get(name) ?? []);
  const versions = variables.map((variable) => given.values.get(variable)!.version).join();
  if (before?.versions === versions) return before;
  const feeds = await feedsOf(device, reads, given, new Set(once.inputs));
  return { tensors: await once.session.run(feeds, once.between), versions };
}

/** What a run is given: its inputs, and the variables as they are when it begins. */
export type Given = { readonly inputs: Inputs; readonly values: ReadonlyMap<tf.Variable, Value> };

/** The variables in a turn of the device, in which no other run changes one. */
export const valuesFor = ({ variables }: Device, { reads }: Program): Promise<Given['values']> =>
  variables.values(reads.values());

type RunOptions = {
  readonly commit?: (outputs: never) => boolean;
  readonly kept: OnnxTensors;
};

export async function runProgram(
  device: Device,
  { graph, reads, writes, session, inputs: taken }: Program,
  given: Given,
  { commit, kept }: RunOptions,
): Promise<{ [name: string]: HostTensor }> {
  const { variables } = device;
  const feeds = { ...(await feedsOf(device, reads, given, taken)), ...kept };
  const results = await session.run(feeds, await fetchesOf(device, graph, writes));
  const assigned = new Map([...writes].map(([name, variable]) => [variable, results[name]!]));
  const outputs: { [name: string]: HostTensor } = {};
  for (const { name, dtype, shape } of graph.outputs) {
    if (writes.has(name)) continue;
    const data = (await results[name]!.getData()) as HostTensor['data'];
    outputs[name] = { dtype: dtype as NumericType, shape, data };
  }
  if (!commit || commit(outputs as never)) variables.commit(assigned);
  else variables.discard(assigned);
  return outputs;
}

/**
 * Where a run is to write: arrays of ours, which spares copies; onnxruntime-web would leave them as they are, and a GPU
 * has its own.
 */
async function fetchesOf(
  { runtime, variables }: Device,
  graph: Graph,
  writes: Captured['writes'],
): Promise<OnnxTensors | string[]> {
  if (isWeb(runtime) || variables.onDevice) return graph.outputs.map(({ name }) => name);
  const fetches: OnnxTensors = {};
  for (const { name, dtype, shape } of graph.outputs) {
    const variable = writes.get(name);
    const type = dtype as NumericType;
    fetches[name] = variable
      ? await variables.spare(variable)
      : new runtime.Tensor(type, emptyArray(type, shape), shape);
  }
  return fetches;
}

/** Of the inputs and the variables, those that a session takes. */
async function feedsOf(
  { runtime }: Device,
  reads: Captured['reads'],
  { inputs, values }: Given,
  taken: ReadonlySet<string>,
): Promise<OnnxTensors> {
  const feeds: OnnxTensors = {};
  for (const [name, input] of Object.entries(inputs)) {
    if (!taken.has(name)) continue;
    const { dtype, data, shape } = await toHost(name, input);
    feeds[name] = new runtime.Tensor(dtype, data, shape);
  }
  for (const [name, variable] of reads) if (taken.has(name)) feeds[name] = values.get(variable)!.tensor;
  return feeds;
}
