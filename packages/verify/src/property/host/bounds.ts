import type { Enclosure } from '@ibp/exact';
import { greatest, type HostRows, hostBackward } from './backward';
import { writeLines } from './chords';
import type { HostNetwork, HostNode } from './host-network';
import { down, gamma, tiny, up } from './rounding';

/**
 * What is known of the nodes that activations take in, by node: bounds, and of the units whose sign they left open the
 * rows on the input that gave them, each unit's above and its negative's. Both hold on every part of the box they are of.
 */
export type Inner = readonly (KnownUnits | undefined)[];

type KnownUnits = Enclosure & { readonly units: readonly number[]; readonly rows: readonly HostRows[] };

/**
 * Bounds of every activation's input over a box, layer by layer: by intervals, by what is known of a larger box, and,
 * where the sign is still open, by two backward passes (CROWN). The lines around the activations are written as they are found.
 *
 * @param mostOpen a node with more open units than this is left as it is: to cut the box is cheaper.
 */
export function hostBounds(
  host: HostNetwork,
  underflow: number,
  box: Enclosure,
  known?: Inner,
  mostOpen = Number.POSITIVE_INFINITY,
): Inner {
  const { nodes } = host;
  const boxes: Enclosure[] = [box];
  const inner: (KnownUnits | undefined)[] = [];
  const takenIn = nodesTakenIn(host);
  for (let index = 1; index < nodes.length - 1; index++) {
    const node = nodes[index]!;
    if (node.slopes) {
      const { lower, upper } = boxes[node.inputs[0]!]!;
      writeLines(host, node, lower, upper);
      boxes.push(imageOf(node.slopes, lower, upper));
      continue;
    }
    const bounds = intervalsOf(host, node, boxes);
    if (takenIn.has(index)) {
      const before = known?.[index];
      if (before) inherit(bounds, before, box);
      inner[index] = {
        ...bounds,
        ...(isFirst(node) ? none : refine(host, { underflow, mostOpen }, box, index, bounds)),
      };
    }
    boxes.push(bounds);
  }
  // the last node may be an activation, whose lines are needed
  const end = nodes.at(-1)!;
  if (end.slopes) writeLines(host, end, boxes[end.inputs[0]!]!.lower, boxes[end.inputs[0]!]!.upper);
  return inner;
}

/** Writes lines around the activations over a part of a box, by what is known of that alone: no pass goes backward. */
export function writeKnownLines(host: HostNetwork, box: Enclosure, known: Inner): void {
  const boxes: (Enclosure | undefined)[] = [box];
  host.nodes.forEach((node, index) => {
    const before = known[index];
    if (before) {
      const bounds = isFirst(node)
        ? intervalsOf(host, node, boxes)
        : { lower: before.lower.slice(), upper: before.upper.slice() };
      inherit(bounds, before, box);
      boxes[index] = bounds;
    }
    if (node.slopes) {
      const { lower, upper } = boxes[node.inputs[0]!]!;
      writeLines(host, node, lower, upper);
    }
  });
}

/** Intervals are exact where one linear op computes a node from the input. */
const isFirst = ({ inputs, affine }: HostNode): boolean =>
  affine !== undefined && inputs.every((i) => i === 0);

const nodesTakenIn = ({ nodes }: HostNetwork): Set<number> =>
  new Set(nodes.flatMap(({ slopes, inputs }) => (slopes ? [inputs[0]!] : [])));

/** Rows on more inputs than this would fill the memory. */
const mostKept = 32;

const none = { units: [], rows: [] };

function imageOf(
  [left, right]: readonly [number, number],
  lower: Float64Array,
  upper: Float64Array,
): Enclosure {
  const [low, high] = [new Float64Array(lower.length), new Float64Array(lower.length)];
  // products with -1, 0 and 1 are exact
  const exact =
    Number.isInteger(left) && Number.isInteger(right) && Math.abs(left) <= 1 && Math.abs(right) <= 1;
  for (let i = 0; i < lower.length; i++) {
    const l = lower[i]!;
    const u = upper[i]!;
    const a = l > 0 ? right * l : left * l;
    const b = u > 0 ? right * u : left * u;
    const inside = l < 0 && u > 0;
    const least = inside ? Math.min(a, b, 0) : Math.min(a, b);
    const most = inside ? Math.max(a, b, 0) : Math.max(a, b);
    low[i] = exact ? least : down(least);
    high[i] = exact ? most : up(most);
  }
  return { lower: low, upper: high };
}

/** `W mu + b -+ |W| r` (Gowal et al. 2019, eq. 6), rounded outward. */
function intervalsOf(
  host: HostNetwork,
  node: HostNode,
  boxes: readonly (Enclosure | undefined)[],
): Enclosure {
  const { heap, sums } = host;
  const { affine, size, reach } = node;
  const { bias, columns } = affine!;
  writeCenter(host, node, boxes);
  heap.fill(0, sums, sums + 4 * size);
  sumRows(host, node);
  const lower = new Float64Array(size);
  const upper = new Float64Array(size);
  const relative = 2 * gamma(columns);
  for (let o = 0; o < size; o++) {
    const middle = heap[sums + 4 * o]! + bias[o]!;
    const error = up(heap[sums + 4 * o + 2]! + (relative * heap[reach + o]! + tiny));
    lower[o] = down(middle - error);
    upper[o] = up(middle + error);
  }
  return { lower, upper };
}

function writeCenter(
  { heap, center, radius }: HostNetwork,
  { inputs }: HostNode,
  boxes: readonly (Enclosure | undefined)[],
): void {
  let at = 0;
  for (const input of inputs) {
    const { lower, upper } = boxes[input]!;
    for (let i = 0; i < lower.length; i++, at++) {
      const l = lower[i]!;
      const u = upper[i]!;
      const middle = (l + u) / 2;
      heap[center + at] = middle;
      // a point needs none, and the least number above 0 would make every product with it slow
      heap[radius + at] = l === u ? 0 : up(Math.max(u - middle, middle - l));
    }
  }
  // rows are padded to an even length
  heap[center + at] = 0;
  heap[radius + at] = 0;
}

/** For each row of the matrix its products with the center, and of its magnitudes with the radius: the first and third sums. */
function sumRows(
  { nodes, heap, kernels, sums, center, radius }: HostNetwork,
  { inputs, size, affine }: HostNode,
): void {
  const { weights } = affine!;
  if (typeof weights === 'number') {
    const width = 8 * nodes[inputs[0]!]!.stride;
    kernels.constants(8 * weights, 8 * center, 8 * radius, 8 * sums, size, width);
    return;
  }
  const { start, column, weights: entries } = weights;
  for (let o = 0; o < size; o++) {
    let middle = 0;
    let spread = 0;
    const end = start[o + 1]!;
    for (let k = start[o]!; k < end; k++) {
      const w = entries[k]!;
      const i = column[k]!;
      middle += w * heap[center + i]!;
      spread += Math.abs(w) * heap[radius + i]!;
    }
    heap[sums + 4 * o] = middle;
    heap[sums + 4 * o + 2] = spread;
  }
}

/** Takes what is known of a larger box; ends that are NaN are none. */
function inherit({ lower, upper }: Enclosure, { units, rows, ...other }: KnownUnits, box: Enclosure): void {
  for (let i = 0; i < lower.length; i++) {
    if (!(lower[i]! >= other.lower[i]!)) lower[i] = other.lower[i]!;
    if (!(upper[i]! <= other.upper[i]!)) upper[i] = other.upper[i]!;
  }
  let at = 0;
  for (const { c, d } of rows) {
    const bounds = greatest(c, d, box);
    for (let k = 0; k < bounds.length; k += 2, at++) take({ lower, upper }, units[at]!, bounds, k);
  }
}

/** The bounds of a unit and of its negative, where they are better; NaN fails both comparisons. */
function take({ lower, upper }: Enclosure, unit: number, bounds: Float64Array, at: number): void {
  if (bounds[at]! < upper[unit]!) upper[unit] = bounds[at]!;
  if (-bounds[at + 1]! > lower[unit]!) lower[unit] = -bounds[at + 1]!;
}

/** Bounds of the units of a node whose sign is open, by backward passes of the unit and of its negative. */
function refine(
  host: HostNetwork,
  { underflow, mostOpen }: { readonly underflow: number; readonly mostOpen: number },
  box: Enclosure,
  index: number,
  bounds: Enclosure,
): Pick<KnownUnits, 'units' | 'rows'> {
  const { lower, upper } = bounds;
  const size = lower.length;
  const units: number[] = [];
  for (let i = 0; i < size; i++) if (lower[i]! < 0 && upper[i]! > 0) units.push(i);
  if (units.length > mostOpen) return none;
  const together = host.capacity >> 1;
  const rows: HostRows[] = [];
  for (let from = 0; from < units.length; from += together) {
    const count = Math.min(together, units.length - from);
    const c = new Float64Array(2 * count * size);
    for (let k = 0; k < count; k++) {
      c[2 * k * size + units[from + k]!] = 1;
      c[(2 * k + 1) * size + units[from + k]!] = -1;
    }
    const pulled = hostBackward(host, underflow, box, index, { c, d: new Float64Array(2 * count) });
    for (let k = 0; k < count; k++) take(bounds, units[from + k]!, pulled.bounds, 2 * k);
    rows.push({ c: pulled.c, d: pulled.d });
  }
  return { units, rows: box.lower.length <= mostKept ? rows : [] };
}
