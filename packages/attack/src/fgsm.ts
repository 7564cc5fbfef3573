import type { Attack } from './attack';
import { crossEntropyLoss } from './losses/cross-entropy';
import { type PgdOptions, pgd } from './pgd';

/**
 * The fast gradient sign method (Goodfellow et al. 2015): one step of length epsilon from the example along the sign of
 * the gradient of the cross-entropy; with `norm: l2()` along the gradient itself.
 */
export const fgsm = (options: Pick<PgdOptions, 'norm' | 'loss' | 'engine' | 'targets'> = {}): Attack =>
  pgd({ loss: crossEntropyLoss(), ...options, steps: 1, stepSize: 1, start: 'example' });
