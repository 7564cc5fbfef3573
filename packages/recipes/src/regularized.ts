import {
  fading,
  type Loss,
  l1,
  type Regularization,
  reluBalance,
  reluStability,
  sdpRegularizer,
  tightness,
  withRegularizers,
} from '@ibp/train';
import type { Recipe } from './recipe';

/** A loss with the regularisers of a recipe, if it has any. */
export function regularized(loss: Loss, recipe: Recipe): Loss {
  const { fast = 0, l1: l1Weight = 0, reluStability: stability = 0, sdp = 0 } = recipe.regularizers ?? {};
  const terms: { [part: string]: Regularization } = {};
  if (fast > 0) {
    const weight = fading(fast, recipe.epsilonTrain);
    terms.tightness = { regularizer: tightness(), weight };
    terms.reluBalance = { regularizer: reluBalance(), weight };
  }
  if (l1Weight > 0) terms.l1 = { regularizer: l1(), weight: l1Weight };
  if (stability > 0) terms.reluStability = { regularizer: reluStability(), weight: stability };
  if (sdp > 0) terms.sdp = { regularizer: sdpRegularizer(), weight: sdp };
  return Object.keys(terms).length === 0 ? loss : withRegularizers(loss, terms);
}
