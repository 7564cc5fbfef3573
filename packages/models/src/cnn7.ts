import { flatten, ibpNormal, type Layer, orthogonal, sequential, zeroPad2d } from '@ibp/layers';
import { blocks } from './blocks';
import { model } from './model';
import type { LayersOptions } from './options';

/** The layers of {@link cnn7}, up to the logits. */
export function cnn7Layers(classes: number, options: LayersOptions = {}): Layer {
  const { normalized, conv, hidden, logits } = blocks({
    batchNorm: true,
    kernelInitializer: ibpNormal(),
    outputInitializer: orthogonal(),
    ...options,
  });
  return sequential(
    normalized,
    conv(64, 3, 1, 'same'),
    conv(64, 3, 1, 'same'),
    // one zero on every side, as the original pads; `same` would put them right and below only
    zeroPad2d(1),
    conv(128, 3, 2, 'valid'),
    conv(128, 3, 1, 'same'),
    conv(128, 3, 1, 'same'),
    flatten(),
    hidden(512),
    logits(classes),
  );
}

/**
 * CNN-7 of Shi et al. 2021: five convolutions, one fully connected layer and the logits, batch norm before every
 * relu, kernels of `ibpNormal()`. `batchNorm: false` leaves that out and puts biases in its place.
 */
export const cnn7 = model('cnn7', cnn7Layers);
