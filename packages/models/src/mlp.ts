import { flatten, type Layer, sequential } from '@ibp/layers';
import { blocks } from './blocks';
import { model } from './model';
import type { LayersOptions } from './options';

/** The layers of {@link mlp}, up to the logits. */
export function mlpLayers(classes: number, options: LayersOptions = {}): Layer {
  const { normalized, hidden, logits } = blocks(options);
  return sequential(normalized, flatten(), hidden(100), hidden(100), logits(classes));
}

/** Two fully connected layers of 100 units, for tables: the one model whose input may have any shape, `[features]` too. */
export const mlp = model('mlp', mlpLayers, { anyShape: true });
