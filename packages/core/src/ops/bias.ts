import { formatShape, type Shaped } from '../shape';
import type { PlainTensor } from './definition';

/** Whether a bias is left out or has the shape `[units]`. */
export const biasFits = (bias: Shaped | undefined, units: number): boolean =>
  !bias || (bias.shape.length === 1 && bias.shape[0] === units);

export const formatBias = (bias: Shaped | undefined): string => (bias ? formatShape(bias.shape) : 'none');

/** The bias of output `i` where the last axis has `units`; 0 if it is left out. */
export const biasOf =
  (bias: PlainTensor | undefined, units: number) =>
  (i: number): number =>
    bias?.data[i % units] ?? 0;
