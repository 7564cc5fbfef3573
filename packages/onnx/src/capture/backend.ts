import { fail } from '@ibp/core';
import * as tf from '@tensorflow/tfjs-core';
import { type Builder, createBuilder } from '../graph/builder';
import type { FormChoice } from '../graph/form';
import type { DType } from '../graph/graph';
import { sameShape } from '../graph/shapes';
import { filled, plain, type View } from '../graph/view';

export const CAPTURE_BACKEND = 'onnx-capture';

type Stored = { values?: tf.backend_util.TypedArray; view?: View; references: number };

/** Whole arrays of numbers as tfjs gives them, in the form a graph holds them. */
function typed(
  values: ArrayLike<number>,
  dtype: tf.DataType,
): [DType, Float32Array | Int32Array | Uint8Array] {
  if (dtype === 'float32') return ['float32', Float32Array.from(values)];
  if (dtype === 'int32') return ['int32', Int32Array.from(values)];
  if (dtype === 'bool') return ['bool', Uint8Array.from(values)];
  return fail(CAPTURE_BACKEND, `expected float32, int32 or bool, got ${dtype}`);
}

/**
 * A backend that computes nothing: its kernels (registered in `kernels/register.ts`) add nodes to a graph. Tensors made
 * from values are constants of the graph; those of other backends are read where a kernel meets them, and stay there.
 */
export class CaptureBackend extends tf.KernelBackend {
  /** Tells those who would read values, of variables of another backend say, that they would make constants of them. */
  readonly symbolic = true;
  #data = new WeakMap<object, Stored>();
  /** Those that the graph has already. */
  #constants = new Map<object, View>();
  #builder: Builder | undefined;
  /** Looks up a tensor that this backend does not hold. */
  #outside: ((tensor: tf.TensorInfo) => View | undefined) | undefined;

  get builder(): Builder {
    return this.#builder ?? fail(CAPTURE_BACKEND, 'expected to be used by capture() only');
  }

  /** Runs `body` with a new graph. */
  record<T>(
    outside: (tensor: tf.TensorInfo) => View | undefined,
    form: FormChoice | undefined,
    body: (b: Builder) => T,
  ): T {
    if (this.#builder) fail('capture', 'expected no capture inside another');
    this.#builder = createBuilder(form);
    this.#outside = outside;
    try {
      return body(this.#builder);
    } finally {
      this.#builder = undefined;
      this.#outside = undefined;
      this.#constants.clear();
    }
  }

  /** The view behind a tensor that a kernel was given. */
  viewOf(tensor: tf.TensorInfo): View {
    const held = this.#data.get(tensor.dataId);
    if (held?.view) return held.view;
    const outside = held ? undefined : this.#outside?.(tensor);
    if (outside) return outside;
    const known = this.#constants.get(tensor.dataId);
    // a reshape or a cast may share the data of the tensor it was made of
    if (known && known.dtype === tensor.dtype && sameShape(known.shape, tensor.shape)) return known;
    const values = held?.values ?? (tf.engine().readSync(tensor.dataId) as tf.backend_util.TypedArray);
    const constant = this.#constant(values, tensor);
    this.#constants.set(tensor.dataId, constant);
    return constant;
  }

  /** A constant; one number for all if its elements are equal. */
  #constant(values: ArrayLike<number>, { dtype, shape }: tf.TensorInfo): View {
    const [type, data] = typed(values, dtype);
    const first = data[0];
    if (data.length > 0 && data.every((value) => Object.is(value, first))) {
      return filled(this.builder, first!, type, shape);
    }
    return plain(this.builder.constant(type, shape, data), type, shape);
  }

  /** A tensor that stands for a view. */
  hold(view: View): tf.TensorInfo {
    const dataId = {};
    this.#data.set(dataId, { view, references: 1 });
    return { dataId, shape: [...view.shape], dtype: view.dtype as tf.DataType };
  }

  override write(values: tf.backend_util.TypedArray): tf.DataId {
    const dataId = {};
    this.#data.set(dataId, { values, references: 1 });
    return dataId;
  }

  override move(
    dataId: object,
    values: tf.backend_util.TypedArray,
    _shape: number[],
    _dtype: tf.DataType,
    references: number,
  ): void {
    this.#data.set(dataId, { values, references });
  }

  override readSync(dataId: object): tf.backend_util.TypedArray {
    return (
      this.#data.get(dataId)?.values ??
      fail(
        'capture',
        'expected a function whose steps do not depend on the values of its inputs, got one that reads a tensor ' +
          '(data, dataSync, print, ...)',
      )
    );
  }

  override async read(dataId: object): Promise<tf.backend_util.TypedArray> {
    return this.readSync(dataId);
  }

  override refCount(dataId: object): number {
    return this.#data.get(dataId)?.references ?? 0;
  }

  override incRef(dataId: object): void {
    const held = this.#data.get(dataId);
    if (held) held.references++;
    else tf.engine().state.tensorInfo.get(dataId)?.backend.incRef(dataId); // of another backend: assigned as it is
  }

  override disposeData(dataId: object, force = false): boolean {
    const held = this.#data.get(dataId);
    if (!held) return true;
    held.references--;
    if (!force && held.references > 0) return false;
    this.#data.delete(dataId);
    return true;
  }

  override numDataIds = (): number => 0;
  override floatPrecision = (): 16 | 32 => 32;
  override epsilon = (): number => 1e-7;
  override timerAvailable = (): boolean => false;
  override memory = (): { unreliable: boolean } => ({ unreliable: true });
  override dispose = (): void => {};
}
