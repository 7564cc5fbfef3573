import type { Padding } from '@ibp/bounds';
import { batchNorm, conv2d, dense, type Layer, normalize, orthogonal, relu, sequential } from '@ibp/layers';
import type { LayersOptions } from './options';

const nothing = sequential();

/** What the models are made of, with one set of options applied. */
export function blocks(options: LayersOptions) {
  const { kernelInitializer = orthogonal(), outputInitializer = kernelInitializer } = options;
  const useBias = !options.batchNorm;
  const activate = options.batchNorm ? sequential(batchNorm(), relu()) : relu();
  return {
    normalized: options.normalize ? normalize(options.normalize) : nothing,
    activate,
    /** Convolution, batch norm if asked for, relu. */
    conv: (filters: number, kernelSize: number, strides: number, padding: Padding): Layer =>
      sequential(conv2d({ filters, kernelSize, strides, padding, useBias, kernelInitializer }), activate),
    /** Fully connected, batch norm if asked for, relu. */
    hidden: (units: number): Layer => sequential(dense(units, { useBias, kernelInitializer }), activate),
    /** The logits. */
    logits: (classes: number): Layer => dense(classes, { kernelInitializer: outputInitializer }),
  };
}
