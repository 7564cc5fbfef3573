import type { Shape } from '@ibp/core';
import type { Initializer, PerChannel } from '@ibp/layers';

/** What every model of this package may be told beyond its shape. */
export type LayersOptions = {
  /** `(x - mean) / std` as the first layer, so that epsilon stays in the units of the input. None unless given. */
  readonly normalize?: { readonly mean: PerChannel; readonly std: PerChannel };
  /** Batch norm before every activation; the layers before it then have no bias, which it would cancel. */
  readonly batchNorm?: boolean;
  /** Multiplies the filters of every convolution, and the hidden units unless they are given; 1 unless given. */
  readonly width?: number;
  /** Of each fully connected layer but the logits; `width` times those of the model unless given. */
  readonly hiddenUnits?: number;
  /** Of every kernel but the last. */
  readonly kernelInitializer?: Initializer;
  /** Of the last kernel; the `kernelInitializer` unless given. */
  readonly outputInitializer?: Initializer;
};

/** A model of a given shape. */
export type ModelOptions = LayersOptions & {
  /** `[height, width, channels]` of one example; of `mlp` any. */
  readonly inputShape: Shape;
  /** How many logits; at least 2. */
  readonly classes: number;
  /** Of the initial weights; 0 unless given. */
  readonly seed?: number;
};
