import { fail } from '@ibp/core';
import type * as tf from '@tensorflow/tfjs-core';
import type { Builder } from '../builder';
import type { KerasLayer } from './model';

/** One call of one layer, as its converter sees it. */
export type Call = {
  readonly build: Builder;
  readonly layer: KerasLayer;
  /** The name of the layer in the network; also of the node that its converter ends with. */
  readonly name: string;
  readonly config: { readonly [key: string]: unknown };
  readonly inputs: readonly number[];
  /** The model's own variable `kernel`, `bias`, ...; undefined where the layer has none. */
  readonly weight: (key: string, as?: string) => tf.Variable | undefined;
};

/** Adds the nodes of one call of a layer and returns the index of its output. */
export type Converter = (call: Call) => number;

/** One call of a layer in the network: the nodes it takes, and the one it gives. */
export type Converted = {
  readonly layer: KerasLayer;
  readonly inputs: readonly number[];
  readonly output: number;
};

/** Throws the one error for a configuration that has no counterpart here. */
export function refuse({ layer }: Call, expected: string, got: unknown): never {
  fail(
    'fromLayersModel',
    `layer "${layer.name}" (${layer.getClassName()}): expected ${expected}, got ${JSON.stringify(got)}`,
  );
}

/** tf.keras writes an axis as a list of one. */
export function expectLastAxis(call: Call): void {
  const rank = call.build.shapeOf(call.inputs[0]!).length + 1;
  const axes = [call.config.axis].flat();
  if (axes.length !== 1 || (axes[0] !== -1 && axes[0] !== rank - 1)) {
    refuse(call, `the last axis (-1 or ${rank - 1})`, call.config.axis);
  }
}

export function expectChannelsLast(call: Call): void {
  const dataFormat = call.config.dataFormat ?? call.layer.dataFormat;
  if (dataFormat != null && dataFormat !== 'channelsLast') {
    refuse(call, 'dataFormat "channelsLast"', dataFormat);
  }
}
