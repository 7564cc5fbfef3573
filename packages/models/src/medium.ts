import { flatten, type Layer, sequential } from '@ibp/layers';
import { blocks } from './blocks';
import { model } from './model';
import type { LayersOptions } from './options';

/** The layers of {@link medium}, up to the logits. */
export function mediumLayers(classes: number, options: LayersOptions = {}): Layer {
  const { normalized, conv, hidden, logits } = blocks(options);
  return sequential(
    normalized,
    conv(32, 3, 1, 'valid'),
    conv(32, 4, 2, 'valid'),
    conv(64, 3, 1, 'valid'),
    conv(64, 4, 2, 'valid'),
    flatten(),
    hidden(512),
    hidden(512),
    logits(classes),
  );
}

/**
 * The medium model of Gowal et al. 2019, table 1: four convolutions without padding and two fully connected layers.
 * On 32x32x3 and 10 classes 46,912 hidden units and 1,188,906 parameters.
 *
 * @throws when the input is under 16x16.
 */
export const medium = model('medium', mediumLayers);
