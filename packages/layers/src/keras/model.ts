import type * as tf from '@tensorflow/tfjs-core';

/*
 * What is read of a tf.LayersModel, as structure: a model of any copy of @tensorflow/tfjs-layers fits, and the types
 * of this package resolve where it is not installed.
 */

/** What is read of a variable of tfjs-layers: `tf.LayerVariable` fits. */
export type KerasVariable = { readonly originalName: string; trainable: boolean; read(): tf.Tensor };

/** What is read of a symbolic tensor of tfjs-layers: `tf.SymbolicTensor` fits. */
export type KerasTensor = {
  readonly id: number;
  /** With the batch; `null` where a size is not fixed. */
  readonly shape: readonly (number | null)[];
  readonly sourceLayer: KerasLayer;
  /** Which call of the layer made it. */
  readonly nodeIndex: number;
  readonly tensorIndex: number;
};

/** One call of a layer. */
export type KerasNode = { readonly inputTensors: readonly KerasTensor[] };

/** What is read of a layer of tfjs-layers: `tf.layers.Layer` fits. */
export type KerasLayer = {
  readonly name: string;
  readonly trainable: boolean;
  readonly weights: readonly KerasVariable[];
  readonly inboundNodes: readonly KerasNode[];
  /** What a 1-D convolution leaves out of its configuration. */
  readonly dataFormat?: unknown;
  getClassName(): string;
  getConfig(): { readonly [key: string]: unknown };
  /** What the layer makes of tensors. */
  apply(inputs: tf.Tensor | tf.Tensor[], options: { readonly training: boolean }): unknown;
};

/** `tf.Sequential`, or a functional `tf.LayersModel`; a model may also be a layer of another. */
export type KerasModel = KerasLayer & {
  readonly inputs: readonly KerasTensor[];
  readonly outputs: readonly KerasTensor[];
  readonly layers: readonly KerasLayer[];
  predict(x: tf.Tensor): unknown;
};

export const isModel = (layer: KerasLayer): layer is KerasModel => 'layers' in layer && 'outputs' in layer;
