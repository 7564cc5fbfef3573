import { box } from '../boxes';
import type { Box } from '../case';
import type { Random } from '../stream';

/** z1 - z0 of two outputs, alone. */
export const margin = [Float32Array.of(-1, 1)];

export const unitBox = box([0, 0], [1, 1]);

/** The unit box, now and then one of another width on either side. */
export const nearUnit = (random: Random): Box[] => [
  unitBox,
  box([0, 0], [random.pick([1, 0.5, 3, 1e3]), 1]),
  box([0, 0], [2 ** random.whole(-8, 8), random.pick([0.75, 1, 3])]),
];
