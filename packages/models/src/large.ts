import { flatten, type Layer, sequential } from '@ibp/layers';
import { blocks } from './blocks';
import { model } from './model';
import type { LayersOptions } from './options';

/** The layers of {@link large}, up to the logits. */
export function largeLayers(classes: number, options: LayersOptions = {}): Layer {
  const { normalized, conv, hidden, logits } = blocks(options);
  return sequential(
    normalized,
    conv(64, 3, 1, 'same'),
    conv(64, 3, 1, 'same'),
    conv(128, 3, 2, 'same'),
    conv(128, 3, 1, 'same'),
    conv(128, 3, 1, 'same'),
    flatten(),
    hidden(512),
    logits(classes),
  );
}

/**
 * The large model of Gowal et al. 2019, table 1: five padded convolutions and a fully connected layer.
 * On 32x32x3 and 10 classes 229,888 hidden units and 17,190,602 parameters.
 */
export const large = model('large', largeLayers);
