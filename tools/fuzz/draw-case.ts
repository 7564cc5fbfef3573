import { drawBox } from './boxes';
import type { Box } from './case';
import { drawDirection } from './directions';
import { families, pickFamily } from './families/table';
import { type Net, sizeOf } from './net';
import { randomOf } from './stream';

/** One net of a run, with the boxes and the directions of its output that methods are asked about. */
export type Drawn = {
  readonly seed: number;
  readonly index: number;
  readonly family: string;
  readonly net: Net;
  readonly boxes: readonly Box[];
  readonly directions: readonly Float32Array[];
};

/** The family of net number `index` of a run. */
export const familyOf = (seed: number, index: number): string => pickFamily(randomOf(seed, index, 'family'));

/** Net number `index` of a run: the same for the same seed, whatever else is asked for. */
export function drawCase(seed: number, index: number): Drawn {
  const family = familyOf(seed, index);
  const random = randomOf(seed, index, 'net');
  const { net, boxes, directions } = families[family]!.draw(random);
  const inputs = sizeOf(net.nodes[0]!.shape);
  const outputs = sizeOf(net.nodes.at(-1)!.shape);
  const own = directions?.filter((c) => c.length === outputs) ?? [];
  const more = Array.from({ length: Math.max(1, 4 - own.length) }, () => drawDirection(random, outputs));
  const drawn = () => drawBox(random, inputs);
  return {
    seed,
    index,
    family,
    net,
    boxes: boxes ?? [drawn(), drawn(), drawn()],
    directions: [...own, ...more],
  };
}
