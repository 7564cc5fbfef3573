import { assertShape, fail } from '@ibp/core';
import { type Captured, capture, type TensorFunction, type TensorSpec } from './capture/capture';
import type { Graph } from './graph/graph';
import { optimize } from './optimize/optimize';
import { encodeModel } from './proto/encode';
import { createDevice, type Device, type DeviceOptions } from './runtime/device';
import {
  emptyArray,
  type HostTensor,
  type Input,
  type NumericType,
  specOf,
  toHost,
} from './runtime/host-tensor';
import { isWeb, type OnnxSession, type OnnxTensors } from './runtime/onnx-runtime';

/** Options of `compile`. */
export type CompileOptions = DeviceOptions & {
  /** One that other functions share, with its variables; a new one unless given. */
  readonly device?: Device;
};

/** Options of one run of what `compile` gives. */
export type OnnxRunOptions<O extends string> = {
  /** Whether the variables get their new values, from what the run gave; they do unless given. */
  readonly commit?: (outputs: { readonly [K in O]: HostTensor }) => boolean;
  /** Gives each input that the function asked for its values in this run. */
  readonly feed?: (name: string) => Input;
};

/** A function of tfjs ops as a graph that onnxruntime runs. */
export type OnnxFunction<I extends string, O extends string> = {
  readonly device: Device;
  /**
   * One call. Variables the function assigns change in the device; `readVariables` brings them back to tfjs.
   * Inputs of other shapes than before are compiled for first; the graphs of the last shapes are kept.
   */
  readonly run: (
    inputs: { readonly [K in I]: Input },
    options?: OnnxRunOptions<O>,
  ) => Promise<{ readonly [K in O]: HostTensor }>;
  /** Compiles for inputs of these shapes, if that has not been done. */
  readonly prepare: (specs: { readonly [K in I]: TensorSpec | Input }) => Promise<void>;
  /** Frees the graphs; the device's variables stay. */
  readonly dispose: () => Promise<void>;
};

/**
 * Graphs that a function keeps: each holds what its largest tensors take, and a function whose inputs vary in shape from
 * call to call would fill the memory with them.
 */
const kept = 8;

type Program = Captured & { readonly session: OnnxSession };

const toSpec = (given: TensorSpec | Input): Required<TensorSpec> =>
  typeof given === 'object' && !('dtype' in given)
    ? { dtype: 'float32', shape: given.shape }
    : specOf(given as Input);

/**
 * Compiles a function of named tensors into one ONNX graph, gradients and updates of variables included. See
 * `capture` for what the function may do; scalars that change from call to call have to be inputs.
 *
 * @param inputs examples of the inputs, or their shapes and types. Other shapes are compiled when they come.
 * @throws when the function cannot be captured, or onnxruntime is not installed.
 */
export async function compile<I extends string, O extends string>(
  fn: TensorFunction<I, O>,
  inputs: { readonly [K in I]: TensorSpec | Input },
  options: CompileOptions = {},
): Promise<OnnxFunction<I, O>> {
  const device = options.device ?? (await createDevice(options));
  const programs = new Map<string, Promise<Program>>();

  const program = (given: { readonly [name: string]: TensorSpec | Input }): Promise<Program> => {
    const specs = Object.fromEntries(Object.entries(given).map(([name, input]) => [name, toSpec(input)]));
    const key = JSON.stringify(
      Object.keys(specs)
        .sort()
        .map((name) => [name, specs[name]!.dtype, specs[name]!.shape]),
    );
    const known = programs.get(key);
    const found = known ?? build(device, fn as never, specs);
    programs.delete(key);
    programs.set(key, found); // the latest used is the last
    if (!known) found.catch(() => programs.delete(key));
    return found;
  };

  const release = async (keys: readonly string[]): Promise<void> => {
    for (const key of keys) {
      const { session } = await programs.get(key)!;
      programs.delete(key);
      await session.release();
    }
  };

  /** In a turn of the device: what is freed is run by nobody. */
  const prepared = async (given: { readonly [name: string]: TensorSpec | Input }): Promise<Program> => {
    const found = await program(given);
    await release([...programs.keys()].slice(0, -kept));
    return found;
  };

  const names = Object.keys(inputs).sort();
  await program(inputs);
  return {
    device,
    prepare: (specs) => device.inTurn(async () => void (await prepared(specs))),
    run: async (given, options = {}) => {
      if (Object.keys(given).sort().join() !== names.join()) {
        fail('run', `expected inputs ${names.join(', ')}, got ${Object.keys(given).join(', ')}`);
      }
      return device.inTurn(async () => {
        const found = await prepared(given);
        return runProgram(device, found, { ...given, ...fed(found, options) }, options);
      }) as never;
    },
    dispose: () => device.inTurn(() => release([...programs.keys()])),
  };
}

async function build(
  device: Device,
  fn: TensorFunction,
  specs: { readonly [name: string]: TensorSpec },
): Promise<Program> {
  const captured = capture(fn, specs, await device.forms(fn, specs));
  for (const [name, variable] of captured.writes) {
    const { shape } = captured.graph.outputs.find((output) => output.name === name)!;
    assertShape(variable.name, variable.shape, shape);
  }
  const graph = optimize(captured.graph);
  const model = encodeModel(device.suited(graph));
  return { ...captured, session: await device.createSession(model, [...captured.writes.keys()]) };
}

/** The inputs that the function asked for. */
function fed({ asked }: Program, { feed }: Pick<OnnxRunOptions<never>, 'feed'>): { [name: string]: Input } {
  const values = asked.map(({ name, shape }) => {
    const value = feed?.(name) ?? fail('run', `expected a feed for the input "${name}", got none`);
    assertShape(`run: input "${name}"`, specOf(value).shape, shape);
    return [name, value];
  });
  return Object.fromEntries(values);
}

async function runProgram(
  device: Device,
  { graph, reads, writes, session }: Program,
  inputs: { readonly [name: string]: Input },
  { commit }: OnnxRunOptions<string>,
): Promise<{ [name: string]: HostTensor }> {
  const { runtime, variables } = device;
  const feeds: OnnxTensors = {};
  for (const [name, input] of Object.entries(inputs)) {
    const { dtype, data, shape } = await toHost(name, input);
    feeds[name] = new runtime.Tensor(dtype, data, shape);
  }
  for (const [name, variable] of reads) feeds[name] = await variables.value(variable);
  const results = await session.run(feeds, await fetchesOf(device, graph, writes));
  const assigned = new Map([...writes].map(([name, variable]) => [variable, results[name]!]));
  const outputs: { [name: string]: HostTensor } = {};
  for (const { name, dtype, shape } of graph.outputs) {
    if (writes.has(name)) continue;
    const data = (await results[name]!.getData()) as HostTensor['data'];
    outputs[name] = { dtype: dtype as NumericType, shape, data };
  }
  if (!commit || commit(outputs)) variables.commit(assigned);
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
