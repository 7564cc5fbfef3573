import { fail, type Padding } from '@ibp/core';
import { batchNorm, conv2d, dense, type Layer, normalize, orthogonal, relu, sequential } from '@ibp/layers';
import type { LayersOptions } from './options';

const nothing = sequential();

/** What the models are made of, with one set of options applied. */
export function blocks(options: LayersOptions) {
  const { kernelInitializer = orthogonal(), outputInitializer = kernelInitializer } = options;
  const { width = 1, hiddenUnits } = options;
  if (!(width > 0 && Number.isFinite(width))) fail('width', `expected a number above 0, got ${width}`);
  if (hiddenUnits !== undefined && !(Number.isInteger(hiddenUnits) && hiddenUnits > 0)) {
    fail('hiddenUnits', `expected a whole number above 0, got ${hiddenUnits}`);
  }
  const wide = (count: number): number => Math.max(1, Math.round(count * width));
  const useBias = !options.batchNorm;
  const activate = options.batchNorm ? sequential(batchNorm(), relu()) : relu();
  return {
    normalized: options.normalize ? normalize(options.normalize) : nothing,
    activate,
    /** So many filters, times the width. */
    wide,
    /** Convolution, batch norm if asked for, relu. */
    conv: (filters: number, kernelSize: number, strides: number, padding: Padding): Layer =>
      sequential(
        conv2d({ filters: wide(filters), kernelSize, strides, padding, useBias, kernelInitializer }),
        activate,
      ),
    /** Fully connected, batch norm if asked for, relu. */
    hidden: (units: number): Layer =>
      sequential(dense(hiddenUnits ?? wide(units), { useBias, kernelInitializer }), activate),
    /** The logits. */
    logits: (classes: number): Layer => dense(classes, { kernelInitializer: outputInitializer }),
  };
}

/** @throws when hidden units are asked of a model that has no fully connected layer but the logits. */
export function assertNoHiddenUnits({ hiddenUnits }: LayersOptions): void {
  if (hiddenUnits !== undefined) {
    fail(
      'hiddenUnits',
      `expected none, as only the logits are fully connected, got ${JSON.stringify(hiddenUnits)}`,
    );
  }
}
