import { fail } from '@ibp/bounds';
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

/** Throws the one error for a configuration that has no counterpart here. */
export function refuse({ layer }: Call, expected: string, got: unknown): never {
  fail(
    'fromLayersModel',
    `layer "${layer.name}" (${layer.getClassName()}): expected ${expected}, got ${JSON.stringify(got)}`,
  );
}

export function expectChannelsLast(call: Call): void {
  const { dataFormat } = call.config;
  if (dataFormat != null && dataFormat !== 'channelsLast') {
    refuse(call, 'dataFormat "channelsLast"', dataFormat);
  }
}
