import { flatten, ibpNormal, type Layer, orthogonal, sequential, zeroPad2d } from '@ibp/layers';
import { assertNoHiddenUnits, blocks } from './blocks';
import { model } from './model';
import type { LayersOptions } from './options';

/** The layers of {@link cnn3}, up to the logits. */
export function cnn3Layers(classes: number, options: LayersOptions = {}): Layer {
  assertNoHiddenUnits(options);
  const { normalized, conv, logits } = blocks({
    batchNorm: true,
    kernelInitializer: ibpNormal(),
    outputInitializer: orthogonal(),
    ...options,
  });
  return sequential(
    normalized,
    // two zeros on every side, as the original pads; `same` would put one left and above
    zeroPad2d(2),
    conv(64, 5, 2, 'valid'),
    conv(128, 4, 2, 'same'),
    flatten(),
    logits(classes),
  );
}

/**
 * CNN-3 of CTRAIN (Kaulen et al. 2026, `CNN3_Mao` of its code): two convolutions with a stride of 2 and the logits,
 * batch norm before every relu, kernels of `ibpNormal()`. With 10 classes 195,786 parameters on 28x28x1, 218,186 on
 * 32x32x3; 6.8 and 9.7 million multiply-adds an image.
 */
export const cnn3 = model('cnn3', cnn3Layers);
