import { flatten, ibpNormal, type Layer, orthogonal, sequential } from '@ibp/layers';
import { blocks } from './blocks';
import { model } from './model';
import type { LayersOptions } from './options';

/** The layers of {@link cnn5}, up to the logits. */
export function cnn5Layers(classes: number, options: LayersOptions = {}): Layer {
  const { normalized, conv, hidden, logits } = blocks({
    batchNorm: true,
    kernelInitializer: ibpNormal(),
    outputInitializer: orthogonal(),
    ...options,
  });
  return sequential(
    normalized,
    conv(64, 3, 1, 'same'),
    conv(64, 4, 2, 'same'),
    conv(128, 4, 2, 'same'),
    flatten(),
    hidden(512),
    logits(classes),
  );
}

/**
 * CNN-5 of CTRAIN (Kaulen et al. 2026, `CNN5_Mao` of its code): three convolutions, one fully connected layer and the
 * logits, batch norm before every relu, kernels of `ibpNormal()`. On 32x32x3 and 10 classes 4,399,306 parameters and 31 million
 * multiply-adds an image; with `width: 0.5` and `hiddenUnits: 128` 576,106 and 7.7 million.
 */
export const cnn5 = model('cnn5', cnn5Layers);
