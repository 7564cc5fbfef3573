import { assertShape, fail } from '@ibp/core';
import type { Ask } from '@ibp/layers';
import * as tf from '@tensorflow/tfjs-core';
import type { Builder, Output } from '../graph/builder';
import type { FormChoice } from '../graph/form';
import type { DType, Graph, Value } from '../graph/graph';
import { materialize, plain } from '../graph/view';
import { captureBackend } from '../kernels/register';
import { CAPTURE_BACKEND, type CaptureBackend } from './backend';
import { assertNames, explained } from './names';
import { keepVariables, type Variables } from './variables';

/** The type and shape of one input; float32 unless given. */
export type TensorSpec = { readonly shape: readonly number[]; readonly dtype?: 'float32' | 'int32' | 'bool' };

/**
 * A function of named tensors, made of tfjs ops. It may read and assign variables, and `ask` for further inputs
 * (random numbers, for instance) that those who call it need not know of.
 */
export type TensorFunction<I extends string = string, O extends string = string> = (
  inputs: { readonly [K in I]: tf.Tensor },
  ask: Ask,
) => { readonly [K in O]: tf.Tensor };

/** A graph, and which of its inputs and outputs are the values of variables before and after. */
export type Captured = {
  readonly graph: Graph;
  /** The inputs that the function asked for. */
  readonly asked: readonly Value[];
  /** Variables the function reads, by the graph's input that takes each. */
  readonly reads: ReadonlyMap<string, tf.Variable>;
  /** Variables the function assigns, by the graph's output that gives each. */
  readonly writes: ReadonlyMap<string, tf.Variable>;
};

/**
 * Records what a function does as one graph, by running it once on tensors without values. Gradients
 * (`tf.variableGrads`, `tf.grads`), updates of variables and anything else made of kernels that are in the table can
 * be recorded; the variables are left as they were. Other tensors become constants, as do numbers the function
 * computes in JavaScript, random ones too: what is to change from call to call has to be an input or a variable.
 *
 * @param form which form a kernel takes that can be computed in several; the first of each unless given.
 * @throws when a kernel has no rule (the message names it), the function reads the values of a tensor, or makes a
 * variable.
 */
export function capture<I extends string, O extends string>(
  fn: TensorFunction<I, O>,
  inputs: { readonly [K in I]: TensorSpec },
  form?: FormChoice,
): Captured {
  const backend = captureBackend();
  const before = tf.getBackend();
  const variables = keepVariables();
  tf.engine().startScope('capture');
  try {
    // in effect at once: the promise only says so, and awaiting it would let other code run on this backend
    void tf.setBackend(CAPTURE_BACKEND);
    return backend.record(variables.read, form, (b) => record(b, backend, variables, fn as never, inputs));
  } catch (error) {
    throw explained(error);
  } finally {
    void tf.setBackend(before);
    tf.engine().endScope();
    variables.restore();
  }
}

function record(
  b: Builder,
  backend: CaptureBackend,
  variables: Variables,
  fn: TensorFunction,
  specs: { readonly [name: string]: TensorSpec },
): Captured {
  const inputs = Object.entries(specs).map(
    ([name, { shape, dtype = 'float32' }]): Value => ({ name, dtype, shape }),
  );
  const placeholder = ({ name, dtype, shape }: Value) =>
    tf.engine().makeTensorFromTensorInfo(backend.hold(plain(name, dtype, shape)));
  const asked = new Map<string, Value>();
  const ask: Ask = (name, shape) => {
    if (name in specs) fail('capture', `expected to be asked for an input that is not given, got "${name}"`);
    const value = asked.get(name) ?? { name, dtype: 'float32', shape };
    assertShape(`input "${name}"`, shape, value.shape);
    asked.set(name, value);
    return placeholder(value); // anew: a tidy may have freed the last one
  };
  const results = fn(Object.fromEntries(inputs.map((value) => [value.name, placeholder(value)])), ask);
  assertNames([...Object.keys(specs), ...asked.keys()], Object.keys(results));
  const writes = new Map(variables.assigned().map((variable, i) => [`assigned_${i}`, variable]));
  const outputs = [...Object.entries(results), ...writes].map(([as, tensor]): Output => {
    const view = backend.viewOf(tensor);
    return { as, name: materialize(b, view), dtype: view.dtype as DType, shape: view.shape };
  });
  if (outputs.length === 0)
    fail('capture', 'expected a function that gives tensors or assigns variables, got neither');
  const reads = variables.reads();
  const graph = b.finish([...inputs, ...asked.values(), ...reads.keys()], outputs);
  return { graph, asked: [...asked.values()], reads: byName(reads), writes };
}

const byName = (reads: ReadonlyMap<Value, tf.Variable>): Map<string, tf.Variable> =>
  new Map([...reads].map(([{ name }, variable]) => [name, variable]));
