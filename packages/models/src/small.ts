import { flatten, type Layer, sequential } from '@ibp/layers';
import { blocks } from './blocks';
import { model } from './model';
import type { LayersOptions } from './options';

/** The layers of {@link small}, up to the logits. */
export function smallLayers(classes: number, options: LayersOptions = {}): Layer {
  const { normalized, conv, hidden, logits } = blocks(options);
  return sequential(
    normalized,
    conv(16, 4, 2, 'valid'),
    conv(32, 4, 1, 'valid'),
    flatten(),
    hidden(100),
    logits(classes),
  );
}

/**
 * The small model of Gowal et al. 2019, table 1: two convolutions without padding and a fully connected layer.
 * On 32x32x3 and 10 classes 8,308 hidden units and 470,918 parameters.
 *
 * @throws when the input is under 10x10.
 *
 * @example
 * ```ts
 * import { summary } from '@ibp/layers';
 * import { small } from '@ibp/models';
 *
 * const net = small({ inputShape: [28, 28, 1], classes: 10 });
 * console.log(summary(net).parameters); // 329606
 * ```
 */
export const small = model('small', smallLayers);
