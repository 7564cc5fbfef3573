import { assertShape, fail } from '@ibp/core';
import type { TensorFunction, TensorSpec } from './capture/capture';
import {
  build,
  computeOnce,
  type Held,
  type Program,
  releaseProgram,
  runProgram,
  valuesFor,
} from './program';
import { createDevice, type Device, type DeviceOptions } from './runtime/device';
import { type HostTensor, type Input, specOf } from './runtime/host-tensor';

/** Options of `compile`. */
export type CompileOptions = DeviceOptions & {
  /** One that other functions share, with its variables; a new one unless given. */
  readonly device?: Device;
  /** Inputs that many runs have in common: those of `given`; `[]` where it is variables alone. Nothing unless given. */
  readonly once?: readonly string[];
};

/** Options of one run of what `compile` gives. */
export type OnnxRunOptions<O extends string> = {
  /** Whether the variables get their new values, from what the run gave; they do unless given. */
  readonly commit?: (outputs: { readonly [K in O]: HostTensor }) => boolean;
  /** Gives each input that the function asked for its values in this run. */
  readonly feed?: (name: string) => Input;
};

/** One call of a function: {@link OnnxFunction}. */
type Run<I extends string, O extends string> = (
  inputs: { readonly [K in I]: Input },
  options?: OnnxRunOptions<O>,
) => Promise<{ readonly [K in O]: HostTensor }>;

/** A function of tfjs ops as a graph that onnxruntime runs. */
export type OnnxFunction<I extends string, O extends string> = {
  readonly device: Device;
  /**
   * One call. Variables the function assigns change in the device; `readVariables` brings them back to tfjs.
   * Inputs of other shapes than before are compiled for first; the graphs of the last shapes are kept.
   */
  readonly run: Run<I, O>;
  /**
   * The function of its other inputs: what comes of those that `once` named, and of variables that it does not assign, is computed in
   * the first run and kept for the others, until a variable has another value. What is given must not change.
   */
  readonly given: (inputs: { readonly [K in I]?: Input }) => { readonly run: Run<string, O> };
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
  const { once } = options;
  const programs = new Map<string, Promise<Program>>();

  const program = (given: { readonly [name: string]: TensorSpec | Input }): Promise<Program> => {
    const specs = Object.fromEntries(Object.entries(given).map(([name, input]) => [name, toSpec(input)]));
    const key = JSON.stringify(
      Object.keys(specs)
        .sort()
        .map((name) => [name, specs[name]!.dtype, specs[name]!.shape]),
    );
    const known = programs.get(key);
    const found = known ?? build(device, fn as never, specs, once);
    programs.delete(key);
    programs.set(key, found); // the latest used is the last
    if (!known) found.catch(() => programs.delete(key));
    return found;
  };

  const release = async (keys: readonly string[]): Promise<void> => {
    for (const key of keys) {
      const program = await programs.get(key)!;
      programs.delete(key);
      await releaseProgram(program);
    }
  };

  /** In a turn of the device: what is freed is run by nobody. */
  const prepared = async (given: { readonly [name: string]: TensorSpec | Input }): Promise<Program> => {
    const found = await program(given);
    await release([...programs.keys()].slice(0, -kept));
    return found;
  };

  const names = Object.keys(inputs).sort();
  const runWith =
    (heldBy: () => WeakMap<Program, Held>) =>
    async (given: { readonly [name: string]: Input }, options: OnnxRunOptions<string> = {}) => {
      if (Object.keys(given).sort().join() !== names.join()) {
        fail('run', `expected inputs ${names.join(', ')}, got ${Object.keys(given).join(', ')}`);
      }
      return device.inTurn(async () => {
        const found = await prepared(given);
        const inputs = { ...given, ...fed(found, options) };
        const all = { inputs, values: await valuesFor(device, found) };
        const held = heldBy();
        const once = await computeOnce(device, found, all, held.get(found));
        held.set(found, once);
        return runProgram(device, found, all, { ...options, kept: once.tensors });
      });
    };

  await program(inputs);
  return {
    device,
    prepare: (specs) => device.inTurn(async () => void (await prepared(specs))),
    run: runWith(() => new WeakMap()) as never,
    given: (fixed) => {
      if (Object.keys(fixed).sort().join() !== (once ?? []).toSorted().join()) {
        fail('given', `expected inputs ${(once ?? []).join(', ')}, got ${Object.keys(fixed).join(', ')}`);
      }
      const held = new WeakMap<Program, Held>();
      const run = runWith(() => held);
      return { run: (others, options) => run({ ...fixed, ...others } as never, options) as never };
    },
    dispose: () => device.inTurn(() => release([...programs.keys()])),
  };
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
