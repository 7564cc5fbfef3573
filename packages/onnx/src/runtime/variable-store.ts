import type * as tf from '@tensorflow/tfjs-core';
import { emptyArray, type HostTensor, toHost, toTensor } from './host-tensor';
import type { OnnxRuntime, OnnxTensor } from './onnx-runtime';

/** A variable's value on the runtime's side, in two places: a run reads one and writes the other. */
type Slot = {
  current: OnnxTensor;
  spare: OnnxTensor | undefined;
  /** What the variable held when both sides were equal. */
  dataId: object;
  /** Whether the runtime has a newer value than the variable. */
  ahead: boolean;
};

/**
 * Keeps the values of variables on the runtime's side from call to call. A variable that is assigned in tfjs
 * meanwhile counts: its new value is taken at the next call.
 */
export class VariableStore {
  readonly #slots = new Map<tf.Variable, Slot>();
  readonly #runtime: OnnxRuntime;

  constructor(runtime: OnnxRuntime) {
    this.#runtime = runtime;
  }

  async #slot(variable: tf.Variable): Promise<Slot> {
    const known = this.#slots.get(variable);
    if (known && known.dataId === variable.dataId) return known;
    const { dtype, data, shape } = await toHost('variable', variable);
    const current = new this.#runtime.Tensor(dtype, data, shape);
    const slot: Slot = { current, spare: known?.spare, dataId: variable.dataId, ahead: false };
    this.#slots.set(variable, slot);
    return slot;
  }

  /** What a run reads. */
  async value(variable: tf.Variable): Promise<OnnxTensor> {
    return (await this.#slot(variable)).current;
  }

  /** Where a run writes; {@link commit} makes it the value. */
  async spare(variable: tf.Variable): Promise<OnnxTensor> {
    const slot = await this.#slot(variable);
    const { dtype, shape } = variable as tf.Tensor as unknown as HostTensor;
    slot.spare ??= new this.#runtime.Tensor(dtype, emptyArray(dtype, shape), shape);
    return slot.spare;
  }

  commit(variables: Iterable<tf.Variable>): void {
    for (const variable of variables) {
      const slot = this.#slots.get(variable)!;
      [slot.current, slot.spare] = [slot.spare!, slot.current];
      slot.ahead = true;
    }
  }

  /** Gives the variables (all that were used, unless given) the values they have on the runtime's side. */
  read(variables: Iterable<tf.Variable> = this.#slots.keys()): void {
    for (const variable of variables) {
      const slot = this.#slots.get(variable);
      if (!slot?.ahead || variable.isDisposed || slot.dataId !== variable.dataId) continue;
      const { dtype, shape } = variable as tf.Tensor as unknown as HostTensor;
      const value = toTensor({ dtype, shape, data: slot.current.data as HostTensor['data'] });
      variable.assign(value);
      value.dispose();
      slot.dataId = variable.dataId;
      slot.ahead = false;
    }
  }

  /** Forgets the variables (all unless given): values that were not read are lost. */
  forget(variables: Iterable<tf.Variable> = [...this.#slots.keys()]): void {
    for (const variable of variables) this.#slots.delete(variable);
  }
}
