import { assignmentsOf } from '@ibp/layers';
import type * as tf from '@tensorflow/tfjs-core';
import type { Download } from './download';
import { emptyArray, type HostTensor, type NumericType, toHost, toTensor } from './host-tensor';
import type { OnnxRuntime, OnnxTensor } from './onnx-runtime';

/** A variable's value on the runtime's side. */
type Slot = {
  current: OnnxTensor;
  /** Where the next run writes, in a runtime that writes into arrays it is given: it reads one and writes the other. */
  spare: OnnxTensor | undefined;
  /** How often the variable had been assigned in tfjs when both sides were equal. */
  assigned: number;
  /** Whether the runtime has a newer value than the variable. */
  ahead: boolean;
  /** Another number for each value there has been, of whatever variable. */
  version: number;
};

/** What a run reads of a variable; another version for each value there has been. */
export type Value = { readonly tensor: OnnxTensor; readonly version: number };

/** What a run gave for variables. */
export type Assigned = ReadonlyMap<tf.Variable, OnnxTensor>;

/**
 * Keeps the values of variables on the runtime's side from call to call. A variable that is assigned in tfjs
 * meanwhile counts: its new value is taken at the next call.
 */
export class VariableStore {
  readonly #slots = new Map<tf.Variable, Slot>();
  readonly #runtime: OnnxRuntime;
  readonly #download: Download;
  #versions = 0;
  /** Whether runs leave the values of variables on a GPU, in buffers of its own. */
  readonly onDevice: boolean;

  constructor(runtime: OnnxRuntime, memory: { readonly onDevice: boolean; readonly download: Download }) {
    this.#runtime = runtime;
    this.#download = memory.download;
    this.onDevice = memory.onDevice;
  }

  async #slot(variable: tf.Variable): Promise<Slot> {
    const known = this.#slots.get(variable);
    if (known && !isAssignedSince(known, variable)) return known;
    if (!known) this.#forgetDisposed();
    // before its values come: it may be assigned meanwhile, and what came would pass for the new ones
    const { direct: assigned } = assignmentsOf(variable);
    const { dtype, data, shape } = await toHost('variable', variable);
    if (known) release(known.current);
    const current = new this.#runtime.Tensor(dtype, data, shape);
    const slot: Slot = { current, spare: known?.spare, assigned, ahead: false, version: ++this.#versions };
    this.#slots.set(variable, slot);
    return slot;
  }

  /** What a run reads, all of one moment: one that is assigned in tfjs meanwhile changes nothing of it. */
  async values(variables: Iterable<tf.Variable>): Promise<ReadonlyMap<tf.Variable, Value>> {
    // asked for in one go: nobody assigns between two
    const slots = [...new Set(variables)].map(
      async (variable) => [variable, await this.#slot(variable)] as const,
    );
    const values = (await Promise.all(slots)).map(
      ([variable, { current, version }]) => [variable, { tensor: current, version }] as const,
    );
    return new Map(values);
  }

  /** Where a run writes; {@link commit} makes it the value. */
  async spare(variable: tf.Variable): Promise<OnnxTensor> {
    const slot = await this.#slot(variable);
    const { dtype, shape } = variable as tf.Tensor as unknown as HostTensor;
    slot.spare ??= new this.#runtime.Tensor(dtype, emptyArray(dtype, shape), shape);
    return slot.spare;
  }

  commit(assigned: Assigned): void {
    for (const [variable, value] of assigned) {
      const slot = this.#slots.get(variable);
      const version = ++this.#versions;
      const count = assignmentsOf(variable);
      count.byEngines++;
      if (!slot) {
        // assigned and never read
        const assigned = count.direct;
        this.#slots.set(variable, { current: value, spare: undefined, assigned, ahead: true, version });
        continue;
      }
      if (value === slot.spare) slot.spare = slot.current;
      else release(slot.current);
      slot.current = value;
      slot.ahead = true;
      slot.version = version;
    }
  }

  /** Lets go of what a run gave that does not count. */
  discard(assigned: Assigned): void {
    for (const value of assigned.values()) release(value);
  }

  /** Gives the variables (all that were used, unless given) the values they have on the runtime's side. */
  async read(variables: Iterable<tf.Variable> = this.#slots.keys()): Promise<void> {
    for (const variable of variables) {
      const slot = this.#slots.get(variable);
      if (!slot?.ahead || variable.isDisposed || isAssignedSince(slot, variable)) continue;
      const { dtype, shape } = variable as tf.Tensor as unknown as HostTensor;
      const data = await this.#download(slot.current, dtype as NumericType);
      // assigned meanwhile: that counts
      if (variable.isDisposed || isAssignedSince(slot, variable)) continue;
      const value = toTensor({ dtype, shape, data });
      variable.assign(value);
      value.dispose();
      slot.assigned = assignmentsOf(variable).direct;
      slot.ahead = false;
    }
  }

  /** Forgets the variables (all unless given): values that were not read are lost. */
  forget(variables: Iterable<tf.Variable> = [...this.#slots.keys()]): void {
    for (const variable of variables) {
      const slot = this.#slots.get(variable);
      if (slot) release(slot.current);
      this.#slots.delete(variable);
    }
  }

  #forgetDisposed(): void {
    this.forget([...this.#slots.keys()].filter(({ isDisposed }) => isDisposed));
  }
}

const isAssignedSince = ({ assigned }: Slot, variable: tf.Variable): boolean =>
  assigned !== assignmentsOf(variable).direct;

/** A buffer of a device is not collected as garbage. */
function release(tensor: OnnxTensor): void {
  if (tensor.location?.startsWith('gpu')) tensor.dispose();
}
