import { flatten, type Layer, sequential } from '@ibp/layers';
import { blocks } from './blocks';
import { model } from './model';
import type { LayersOptions } from './options';

/** The layers of {@link shallow}, up to the logits. */
export function shallowLayers(classes: number, options: LayersOptions = {}): Layer {
  const { normalized, hidden, logits } = blocks(options);
  return sequential(normalized, flatten(), hidden(500), logits(classes));
}

/** One fully connected layer of 500 units: the network of Raghunathan et al. 2018, which `sdp()` of `@ibp/verify` bounds. */
export const shallow = model('shallow', shallowLayers);
