import type { PlainLine } from '@ibp/exact';
import type { Layers } from './layers';
import type { Free, Part } from './parts';
import type { SearchNetwork, SearchNode } from './search-network';

/** Where the lines of an activation are for the part at a place: slopes above, shifts above, slopes below, shifts below. */
export const linesAt = ({ constants, stride }: SearchNode, place: number): number =>
  constants + 4 * place * stride;

/** Writes the lines of all units over the whole box, for every place and behind these. */
export function writeBaseLines({ nodes, heap, capacity }: SearchNetwork, { layers }: Layers): void {
  for (const { activations, bounds } of layers) {
    for (const node of activations) {
      const { activation, stride, size, constants } = nodes[node]!;
      for (let i = 0; i < size; i++) {
        write(heap, constants + i, stride, activation!.lines(bounds.lower[i]!, bounds.upper[i]!, {}));
      }
      for (let place = 1; place <= capacity; place++) {
        heap.copyWithin(constants + 4 * place * stride, constants, constants + 4 * stride);
      }
    }
  }
}

/** Writes the lines of a part, for all activations up to a node: those of the whole box where it has no other bounds. */
export function writePartLines(
  { nodes, heap, capacity }: SearchNetwork,
  { layers, lower: low, upper: high }: Layers,
  { lower, upper }: Part,
  place: number,
  end: number,
): void {
  for (const { units, offset, activations } of layers) {
    for (const node of activations) {
      if (node > end) continue;
      const { activation, stride } = nodes[node]!;
      const at = linesAt(nodes[node]!, place);
      const whole = linesAt(nodes[node]!, capacity);
      heap.copyWithin(at, whole, whole + 4 * stride);
      for (let k = 0, i = offset; k < units.length; k++, i++) {
        if (lower[i] === low[i] && upper[i] === high[i]) continue;
        write(heap, at + units[k]!, stride, activation!.lines(lower[i]!, upper[i]!, {}));
      }
    }
  }
}

/**
 * Writes the free slopes of a part: below a convex function of two pieces that meet at 0, a line through 0 with any slope
 * between theirs; above, if it is concave.
 */
export function writeSlopes(
  { nodes, heap }: SearchNetwork,
  { sloped }: Layers,
  { lower, upper }: Part,
  { slopes }: Free,
  { place, end }: { readonly place: number; readonly end: number },
): void {
  for (const { node, layer, offset, slopes: own } of sloped) {
    if (node > end) continue;
    const { stride } = nodes[node]!;
    const at = linesAt(nodes[node]!, place) + (own[1] >= own[0] ? 2 * stride : 0);
    for (let k = 0; k < layer.units.length; k++) {
      const unit = layer.offset + k;
      if (!(lower[unit]! < 0 && upper[unit]! > 0)) continue;
      heap[at + layer.units[k]!] = slopes[offset + k]!;
      heap[at + stride + layer.units[k]!] = 0;
    }
  }
}

function write(
  heap: Float64Array,
  at: number,
  stride: number,
  { above, below }: { readonly above: PlainLine; readonly below: PlainLine },
): void {
  heap[at] = above.slope;
  heap[at + stride] = above.shift;
  heap[at + 2 * stride] = below.slope;
  heap[at + 3 * stride] = below.shift;
}
